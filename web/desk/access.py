"""Every desk page: signed in, never cached by anybody, rights asked of the one policy."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from accounts import api as accounts
from gis_core.errors import DomainError
from reference import api as reference
from web import errors

View = Callable[..., HttpResponseBase]
SEEING = ("import.review", "import.upload", "import.approve", "audit.read", "archive.link")
"""Who may look at batches: those who bring, check, approve and audit them, and those who link the archive."""


def desk_page(*acts: str) -> Callable[[View], View]:
    """A view of the desk: needs a sign-in and the right to one of `acts` somewhere; answers `private, no-store`.

    Without acts, a sign-in is enough. Refusals are answered here, so that they are never kept by a cache either.
    """

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                with accounts.remembered_scopes():
                    if acts and not any(accounts.may(request.user, act) for act in acts):
                        accounts.require(request.user, acts[0])
                    response = view(request, *args, **kwargs)
            except DomainError as refusal:
                response = errors.answer(request, refusal)
            response.headers["Cache-Control"] = "private, no-store"
            patch_vary_headers(response, ["Cookie"])
            return response

        return guarded

    return decorate


def units_for(user: Any, act: str) -> list[reference.UnitSnapshot]:
    """Units the user may do `act` on, today's first, then those of the past."""
    scope = accounts.scope(user, act)
    units = reference.current_units() if scope.all else reference.units_by_ids(scope.unit_ids)
    chosen = units.values() if isinstance(units, dict) else units
    communes = [unit for unit in chosen if unit.level == "commune"]
    return sorted(communes, key=lambda unit: (unit.valid_to is not None, unit.full_name))


def may(user: Any, act: str, unit_id: int | None) -> bool:
    """Whether a button is enabled; the service asks again."""
    return accounts.may(user, act, unit_id)


def signed_in(request: HttpRequest) -> accounts.User:
    """Who asks; `desk_page` has let nobody else through."""
    return cast(accounts.User, request.user)
