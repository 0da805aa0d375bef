"""What the page of a batch shows of a new survey: the comparison with the old one, or the form to declare it."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from importers import api as importers
from web.desk.access import signed_in


def resurvey_context(request: HttpRequest, batch: importers.BatchSnapshot) -> dict[str, Any]:
    """What the panel of a new survey shows: the comparison, or the form to declare one."""
    if batch.kind != "parcels":
        return {}
    found: dict[str, Any] = {"survey": (batch.receipt or {}).get("resurvey"), "survey_done": batch.resurvey}
    if batch.status == "staged":
        found["survey_series"] = importers.series_a_batch_may_replace(user=signed_in(request), batch_id=batch.id)
        found["resurvey_name"] = _("Bản đồ đo mới %(year)s") % {"year": timezone.localdate().year}
    return found
