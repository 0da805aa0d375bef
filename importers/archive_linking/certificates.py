"""Certificates of the spreadsheet that the register does not know yet: entered as archived ones, by who approved."""

from collections.abc import Sequence
from datetime import datetime

from accounts.api import User
from gis_core.topology.finding import Severity
from importers.archive_linking.models import StagedCertificate
from land_records import api as land_records


def register_certificates(
    certificates: Sequence[StagedCertificate],
    *,
    unit_id: int,
    approver: User,
    transaction_id: int,
    at: datetime,
) -> tuple[int, int]:
    """Enter certificates; answers how many were entered and how many the register refused.

    A certificate entered gets its id; a refused one keeps the finding's code as its reason, and its scans still
    become a dossier on the parcel. Holders stay in the spreadsheet: no right is opened by a list alone.
    """
    if not certificates:
        return 0, 0
    results = land_records.record_archived_certificates(
        actor=approver,
        transaction_id=transaction_id,
        rows=[
            land_records.ArchivedCertificate(
                key=one.pk,
                serial=one.serial,
                unit_id=unit_id,
                register_no=one.book_number,
                issued_on=one.issued_on,
                parcel_ids=tuple(one.parcel_ids),
            )
            for one in certificates
        ],
        at=at,
    )
    by_key = {one.pk: one for one in certificates}
    for result in results:
        staged = by_key[result.key]
        staged.certificate_id = result.certificate_id
        errors = [finding.code for finding in result.findings if finding.severity is Severity.ERROR]
        if errors:
            staged.reason = errors[0][:32]
    StagedCertificate.objects.bulk_update(certificates, ["certificate_id", "reason"], batch_size=500)
    entered = sum(one.certificate_id is not None for one in certificates)
    return entered, len(certificates) - entered
