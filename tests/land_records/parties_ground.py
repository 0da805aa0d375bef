"""Made-up holders for tests of rights and acts."""

from django.utils import timezone

from accounts.api import User
from land_records.models import Party


def a_person(actor: User, *, kind: str = "person") -> int:
    """The id of a fresh party; who it is does not matter here."""
    user_kind = {"person": "CNV", "organisation": "TKT"}.get(kind, "CDS")
    return Party.objects.create(kind=kind, user_kind=user_kind, created_by=actor, created_at=timezone.now()).pk
