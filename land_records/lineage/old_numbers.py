"""From an old sheet and parcel number, or an old certificate, to today's parcels.

A number of a merged ward, of a replaced series, of a split parcel: every parcel it may ever have meant is followed to
what holds its land now. Nothing here is personal: a certificate answers with its parcels only.
"""

from typing import Any

from django.db import connection

from land_records.cadastre.errors import ParcelNotFoundError
from land_records.cadastre.lookup import all_candidates_of
from land_records.cadastre.queries_in_words import understand
from land_records.cadastre.references import parse_reference
from land_records.certificates.queries import certificate_by_serial
from land_records.lineage.queries import heirs_of
from land_records.lineage.snapshots import OldNumberAnswer
from land_records.lineage.statements import statement
from land_records.models import CertificateRight, RightSubject
from reference import api as reference_api


def resolve_old_number(reference: str) -> tuple[OldNumberAnswer, ...]:
    """Every parcel that was ever called UNIT[@DATE]/[SERIES:]SHEET/NUMBER, and what each is today.

    The unit may be an old one or today's; with today's unit the numbers of all that merged into it are asked. Those in
    force under that very number come first. Raises BadReferenceError, ParcelNotFoundError.
    """
    asked = parse_reference(reference)
    candidates = all_candidates_of(asked)
    if not candidates:
        unit = reference_api.resolve_unit(asked.unit)
        raise ParcelNotFoundError(
            f"{unit.full_name}: chưa từng có thửa {asked.number} trong tờ {asked.sheet}.",
            f"{unit.full_name}: there has never been a parcel {asked.number} on sheet {asked.sheet}.",
            hint_vi="Kiểm tra lại số tờ, số thửa và xã, phường ghi trên Giấy chứng nhận.",
            hint_en="Check sheet, parcel and commune as printed on the certificate.",
        )
    answers = [heirs_of(candidate.parcel_id) for candidate in candidates]
    return tuple(sorted(answers, key=lambda answer: (answer.old.ended is not None, answer.old.series_status)))


def search_old_numbers(text: str, *, limit: int = 3) -> tuple[OldNumberAnswer, ...]:
    """Parcels no longer in force that a text names by sheet and number ("tờ 54 thửa 20"), and what they are today.

    Texts that name no sheet and number answer nothing; units count as in search_parcels, old names too.
    """
    asked = understand(text)
    if not (asked.says_something and asked.sheet and asked.number):
        return ()
    units: list[int] = []
    if asked.place:
        matches = reference_api.search_units(asked.place)
        units = sorted({unit for match in matches for unit in (match.unit.id, match.matched_unit_id)})
        if not units:
            return ()
    values: dict[str, Any] = {"sheet": asked.sheet, "number": asked.number, "units": units or None, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(statement("ended_by_numbers"), values)
        ended = [row[0] for row in cursor.fetchall()]
    return tuple(heirs_of(parcel) for parcel in ended)


def resolve_old_certificate(serial: str) -> tuple[OldNumberAnswer, ...]:
    """Today's parcels of the land a certificate was issued for, whatever became of the certificate.

    The rights it proved first are asked: later ones may already lie on the parts. Raises CertificateNotFoundError.
    """
    paper = certificate_by_serial(serial)
    first = CertificateRight.objects.filter(certificate_id=paper.id).order_by("valid", "id").values_list("right_id")
    parcels = RightSubject.objects.filter(right_id__in=first, parcel__isnull=False).order_by("parcel_id")
    return tuple(heirs_of(parcel) for parcel in dict.fromkeys(parcels.values_list("parcel_id", flat=True)))
