"""What may be chosen in the forms of acts: rights, certificates and restrictions around a parcel, by what they are."""

from typing import Any

from django.utils.translation import gettext as _

from land_records import api as land_records
from web import formats
from web.desk.act_words import FORMS, RESTRICTIONS, RIGHTS


def parcel_of(said: str) -> land_records.ParcelSnapshot:
    """The parcel a reference, a national code or an id names. Raises ParcelNotFoundError, AmbiguousParcelError."""
    text = said.strip()
    if text.isdigit():
        return land_records.parcel_by_id(int(text))
    return land_records.find_parcel(text) if "/" in text else land_records.parcel_by_code(text)


def right_label(right: land_records.RightSnapshot) -> str:
    """A right without names: what it is, how it is held, by how many, what for."""
    uses = "+".join(dict.fromkeys(use.code for use in right.purposes))
    people = _("%(n)s người") % {"n": len(right.holders)}
    return " · ".join(str(part) for part in (RIGHTS[right.kind], FORMS[right.form], people, uses) if part)


def certificate_label(paper: land_records.CertificateSnapshot) -> str:
    """A certificate by its serial and book number; a draft says so."""
    serial = paper.serial_raw or paper.serial or _("dự thảo %(id)s") % {"id": paper.id}
    return f"{serial} · {paper.register_no}" if paper.register_no else serial


def restriction_label(one: land_records.RestrictionSnapshot) -> str:
    """A restriction by its kind, paper and day."""
    day = formats.day(one.document_date) if one.document_date else ""
    return " ".join(str(part) for part in (RESTRICTIONS[one.kind], one.document_number, day) if part)


def choices_around(parcel: land_records.ParcelSnapshot | None, unit_id: int) -> dict[str, list[tuple[str, str]]]:
    """Everything in force on a parcel; sheets of the unit's series for parcels known from papers."""
    rights = land_records.rights_on(parcel_ids=[parcel.parcel_id]) if parcel else ()
    papers = land_records.certificates_on(right_ids=[right.id for right in rights]) if rights else ()
    limits: Any = ()
    if parcel:
        limits = land_records.restrictions_on(parcel_ids=[parcel.parcel_id], right_ids=[right.id for right in rights])
    sheets = [
        (str(sheet.id), f"{series.name}: {_('tờ')} {sheet.ordinal}")
        for series in land_records.series_of_unit(unit_id)
        for sheet in land_records.sheets_of(series.id)
    ]
    return {
        "rights": [(str(right.id), right_label(right)) for right in rights],
        "certificates": [(str(one.id), certificate_label(one)) for one in papers if one.in_force],
        "restrictions": [(str(one.id), restriction_label(one)) for one in limits],
        "sheets": sheets,
    }
