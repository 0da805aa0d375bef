"""A half-filled form kept for the time somebody enters a new party elsewhere, and found again with that party."""

import secrets
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils import timezone

_KEY = "held_act_forms"
_MOST = 5
_LASTS_S = 8 * 3600


@dataclass(frozen=True, slots=True)
class HeldForm:
    """What was typed, the page it belongs to, and the field that waits for a party."""

    path: str
    field: str
    unit_id: int
    typed: QueryDict

    def address(self, token: str, party_id: int | None = None, proposal_id: int | None = None) -> str:
        """The page of the form with what was typed, and with the new party chosen or the new particulars named."""
        asked = {"tiep": token} | ({} if party_id is None else {"nguoi": str(party_id)})
        asked |= {} if proposal_id is None else {"thong-tin": str(proposal_id)}
        return f"{self.path}?{urlencode(asked)}"


def hold_form(request: HttpRequest, *, field: str, unit_id: int, typed: QueryDict) -> str:
    """Keep a form in the session; answers its token. Search texts (they are names) must be out of `typed`."""
    token = secrets.token_urlsafe(12)
    kept = dict(request.session.get(_KEY) or {})
    kept[token] = {
        "path": request.path, "field": field, "unit_id": unit_id, "typed": typed.urlencode(),
        "until": timezone.now().timestamp() + _LASTS_S,
    }  # fmt: skip
    request.session[_KEY] = dict(list(kept.items())[-_MOST:])
    return token


def held_form(request: HttpRequest, token: str) -> HeldForm | None:
    """A kept form of this session; None when there is none or it is too old."""
    kept = (request.session.get(_KEY) or {}).get(token)
    if not isinstance(kept, dict) or timezone.now().timestamp() > kept["until"]:
        return None
    return HeldForm(kept["path"], kept["field"], kept["unit_id"], QueryDict(kept["typed"]))
