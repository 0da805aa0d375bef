"""The purpose of looking at personal data, stated once for a while; every look is logged with it all the same."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone

from dossiers import api as dossiers
from web.desk.party_forms import PurposeForm

_KEY = "party_purpose"
LASTS_S = 45 * 60
"""After this time the boxes close again: a desk left open must not stay open for the next person."""


@dataclass(frozen=True, slots=True)
class StatedPurpose:
    """A purpose as the log wants it, and its dossier's code for the page."""

    purpose: dossiers.Purpose
    dossier_code: str


def stated_purpose(request: HttpRequest) -> StatedPurpose | None:
    """The purpose this person stated, while it lasts."""
    kept = request.session.get(_KEY)
    if not isinstance(kept, dict) or timezone.now().timestamp() > kept.get("until", 0):
        request.session.pop(_KEY, None)
        return None
    return StatedPurpose(
        dossiers.Purpose(dossier_id=kept["dossier_id"], reason=kept["reason"]), str(kept["dossier_code"])
    )


def state_purpose(request: HttpRequest, form: PurposeForm) -> None:
    """Keep a purpose for a while. Raises PurposeMissing, UnknownDossier, NotAllowed."""
    code = form.cleaned_data["dossier"].strip()
    case = dossiers.dossier_by_code(code) if code else None
    purpose = dossiers.check_purpose(
        actor=request.user,  # type: ignore[arg-type]
        purpose=dossiers.Purpose(dossier_id=case.id if case else None, reason=form.cleaned_data["reason"]),
    )
    request.session[_KEY] = {
        "dossier_id": purpose.dossier_id,
        "dossier_code": case.code if case else "",
        "reason": purpose.reason,
        "until": timezone.now().timestamp() + LASTS_S,
    }


def forget_purpose(request: HttpRequest) -> None:
    """Close the boxes again."""
    request.session.pop(_KEY, None)
