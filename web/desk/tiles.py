"""Map tiles of staged work: the policy first, then tiles."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from accounts import api as accounts
from importers import api as importers
from tiles import api as tiles
from web.desk.access import desk_page


@require_GET
@desk_page("desk.map")
def batch_tile(request: HttpRequest, batch_id: int, layers: str, z: int, x: int, y: int) -> HttpResponse:
    """One tile of a batch the user may see, narrowed to their units in the query itself."""
    importers.batch(user=request.user, batch_id=batch_id)
    scope = accounts.scope(request.user, "desk.map")
    content = tiles.desk_tile(
        layers.split(","), z, x, y, unit_ids=None if scope.all else sorted(scope.unit_ids), batch_id=batch_id
    )
    if not content:
        return HttpResponse(status=204)
    return HttpResponse(content, content_type="application/vnd.mapbox-vector-tile")
