"""What may be chosen in the forms of acts: rights, certificates and restrictions around a parcel, by what they are."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from dossiers import api as dossiers
from land_records import api as land_records
from web import formats
from web.desk.act_words import ASSETS, FORMS, RESTRICTIONS, RIGHTS


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


def asset_label(one: land_records.AssetSnapshot) -> str:
    """An asset by its number, kind and description."""
    return " · ".join(str(part) for part in (one.id, ASSETS[one.kind], one.name or one.number) if part)


def linked_parcels(dossier_id: int) -> list[int]:
    """Parcels a dossier is about, itself or through its certificates."""
    links = [one for one in dossiers.links_of(dossier_id) if one.ended_at is None]
    papers = land_records.certificates_by_id([one.subject_id for one in links if one.subject_kind == "certificate"])
    rights = land_records.rights_by_id([right for paper in papers for right in paper.right_ids])
    own = [one.subject_id for one in links if one.subject_kind == "parcel"]
    return list(dict.fromkeys([*own, *(parcel for right in rights.values() for parcel in right.parcel_ids)]))


def choices_around(parcel_ids: Sequence[int], unit_id: int) -> dict[str, list[tuple[str, str]]]:
    """Everything in force on these parcels, told by parcel where there are several; sheets of the unit's series for
    parcels known from papers. A fixed number of queries.
    """
    names = land_records.parcel_names(parcel_ids)
    rights = land_records.rights_on(parcel_ids=parcel_ids) if parcel_ids else ()
    papers = land_records.certificates_on(right_ids=[right.id for right in rights]) if rights else ()
    limits: Any = ()
    if parcel_ids:
        limits = land_records.restrictions_on(parcel_ids=parcel_ids, right_ids=[right.id for right in rights])
    assets = land_records.assets_on(parcel_ids) if parcel_ids else ()
    sheets = [
        (str(sheet.id), f"{series.name}: {_('tờ')} {sheet.ordinal}")
        for series in land_records.series_of_unit(unit_id)
        for sheet in land_records.sheets_of(series.id)
    ]

    def at(parcels: Iterable[int], label: str) -> str:
        told = [names[one] for one in parcels if one in names] if len(parcel_ids) > 1 else []
        return f"{label} · {', '.join(f'{one.sheet}/{one.number}' for one in told)}" if told else label

    lying = {right.id: right.parcel_ids for right in rights}
    return {
        "rights": [(str(one.id), at(one.parcel_ids, right_label(one))) for one in rights],
        "certificates": [
            (str(one.id), at([parcel for right in one.right_ids for parcel in lying.get(right, ())],
                             certificate_label(one)))
            for one in papers if one.in_force
        ],
        "restrictions": [
            (str(one.id), at([one.parcel_id] if one.parcel_id else lying.get(one.right_id or 0, ()),
                             restriction_label(one)))
            for one in limits
        ],
        "assets": [(str(one.id), asset_label(one)) for one in assets],
        "parcels": [(one.reference, f"{one.sheet}/{one.number}") for one in names.values()],
        "sheets": sheets,
    }  # fmt: skip


def holders_on(parcel_ids: Sequence[int]) -> list[int]:
    """Who holds rights on these parcels now, by number."""
    rights = land_records.rights_on(parcel_ids=parcel_ids) if parcel_ids else ()
    return list(dict.fromkeys(holder.party_id for right in rights for holder in right.holders))
