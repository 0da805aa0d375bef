"""Opening a scan is a read of personal data: one line in the read log per half hour of looking on."""

import time
from typing import Any

from django.http import HttpRequest

from dossiers import api as dossiers
from web.desk.access import signed_in

LOGGED_FOR_S = 1800
"""Looking on within half an hour is the same reading; the session remembers."""


def log_scan(request: HttpRequest, *, dossier_id: int, subject_kind: str, subject_id: int) -> None:
    """Write the read down, with the dossier as its purpose, before a page of the scan is shown."""
    key, now = f"{subject_kind}:{subject_id}", int(time.time())
    seen: dict[str, Any] = request.session.get("scans_read", {})
    if now - seen.get(key, 0) < LOGGED_FOR_S:
        return
    dossiers.log_read(
        actor=signed_in(request),
        purpose=dossiers.Purpose(dossier_id=dossier_id),
        what="scan",
        subject_kind=subject_kind,
        subject_ids=[subject_id],
    )
    fresh = {name: at for name, at in seen.items() if now - at < LOGGED_FOR_S}
    request.session["scans_read"] = fresh | {key: now}
