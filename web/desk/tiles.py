"""Map tiles of staged work: the policy first, then tiles."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from accounts import api as accounts
from importers import api as importers
from tiles import api as tiles
from web.desk.access import SEEING, desk_page


@require_GET
@desk_page(*SEEING)
def batch_tile(request: HttpRequest, batch_id: int, layers: str, z: int, x: int, y: int) -> HttpResponse:
    """One tile of a batch the user may see, narrowed to their units in the query itself."""
    importers.batch(user=request.user, batch_id=batch_id)
    scopes = [accounts.scope(request.user, act) for act in SEEING]
    everywhere = any(scope.all for scope in scopes)
    units = sorted({unit_id for scope in scopes for unit_id in scope.unit_ids})
    body = tiles.desk_tile(layers, z, x, y, unit_ids=None if everywhere else units, batch_id=batch_id)
    return tiles.desk_response(request, body)
