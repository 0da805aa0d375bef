"""Everything a certificate prints, as values: one paper at one moment, put together from the register.

Names come from the room of parties, which logs the read with its purpose; the sheet itself holds only lines to print.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from accounts import api as accounts
from dossiers import api as dossiers
from gis_core.text.number_words import area_in_words
from land_records import api as land_records
from reference import api as reference
from web.public.parcel_card import in_sentence
from web.sheets.certificate import words
from web.sheets.certificate.holders import holder_lines, with_names
from web.sheets.certificate.places import NotePlace, places_of
from web.sheets.certificate.words import comma


@dataclass(frozen=True, slots=True)
class ParcelFacts:
    """Section 2 for one parcel, in words."""

    parcel: land_records.ParcelSnapshot
    area: str
    area_words: str
    uses: str
    terms: str
    address: str


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One noted change with its place and what stands beside it."""

    place: NotePlace
    confirmed: str
    office: str


@dataclass(frozen=True, slots=True)
class CertificateSheet:
    """A certificate ready to be drawn; `moment` None: a draft as things stand now."""

    paper: land_records.CertificateSnapshot
    moment: datetime | None
    holders: tuple[str, ...]
    parcels: tuple[ParcelFacts, ...]
    form_of_use: str
    origin: str
    assets: tuple[str, ...]
    remarks: tuple[str, ...]
    notes: tuple[NoteLine, ...]
    place_and_day: str
    qr_text: str = ""
    party_ids: frozenset[int] = field(default=frozenset())

    @property
    def is_draft(self) -> bool:
        """True while nothing was issued."""
        return self.paper.status in ("draft", "discarded")

    @property
    def serial(self) -> str:
        """As printed on the blank; empty while none was chosen."""
        return land_records.printed_serial(self.paper.serial)


def certificate_sheet(
    *, actor: accounts.User, purpose: dossiers.Purpose, certificate_id: int, qr_text: str = ""
) -> CertificateSheet:
    """The sheet of a certificate as it was issued, with the changes noted since; of a draft: as it would be now.

    Raises NotAllowed (`certificate.print` or `right.read` on its unit), PurposeMissing.
    """
    paper = land_records.certificate(certificate_id)
    if not accounts.may(actor, "certificate.print", paper.unit_id):
        accounts.require(actor, "right.read", paper.unit_id)
    moment = _issued_at(paper)
    then = land_records.certificate(certificate_id, as_of=moment) if moment else paper
    rights = list(land_records.rights_by_id(then.right_ids).values())
    uses = [right for right in rights if right.kind in ("land_use", "management", "lease")] or rights
    ground = land_records.every_parcel([parcel for right in uses for parcel in right.parcel_ids], moment)
    people = holder_lines(actor=actor, purpose=purpose, rights=rights, as_of=moment)
    texts = with_names(actor=actor, purpose=purpose, texts=[note.text for note in paper.notes])
    return CertificateSheet(
        paper=paper,
        moment=moment,
        holders=people,
        parcels=tuple(_parcel(ground[parcel], uses) for right in uses for parcel in right.parcel_ids),
        form_of_use="; ".join(dict.fromkeys(words.FORMS[right.form] for right in uses)) or "–",
        origin="; ".join(dict.fromkeys(words.origin_in_words(one.origin, one.received_by) for one in uses)) or "–",
        assets=_assets(then, moment),
        remarks=tuple(paper.remarks.splitlines()),
        notes=_notes(paper, texts),
        place_and_day=_place_and_day(paper),
        qr_text=qr_text,
        party_ids=frozenset(party for right in rights for party in right.party_ids),
    )


def _issued_at(paper: land_records.CertificateSnapshot) -> datetime | None:
    return next((state.since for state in land_records.certificate_states(paper.id) if state.status == "valid"), None)


def _parcel(parcel: land_records.ParcelSnapshot, rights: Sequence[land_records.RightSnapshot]) -> ParcelFacts:
    purposes = [use for right in rights for use in right.purposes if use.parcel_id == parcel.parcel_id]
    area = parcel.areas.legal
    divided = len(purposes) > 1
    return ParcelFacts(
        parcel=parcel,
        area="–" if area is None else comma(area),
        area_words="" if area is None else area_in_words(area),
        uses="; ".join(
            words.use_name(use.code) + (f" {comma(use.area_m2)} m²" if divided and use.area_m2 is not None else "")
            for use in purposes
        ) or words.use_name(parcel.land_use),
        terms="; ".join(
            (f"{words.use_name(use.code)}: " if divided else "") + _term(use.term, use.until) for use in purposes
        ) or "–",
        address=in_sentence(reference.unit_by_id(parcel.unit_id).place),
    )  # fmt: skip


def _term(term: str, until: date | None) -> str:
    if term == "until" and until is not None:
        return f"đến ngày {until:%d/%m/%Y}"
    return "Lâu dài" if term == "long" else "–"


def _assets(paper: land_records.CertificateSnapshot, moment: datetime | None) -> tuple[str, ...]:
    found = land_records.assets_by_id(paper.asset_ids, as_of=moment)
    lines = []
    for asset in found.values():
        facts = [asset.name or words.ASSETS[asset.kind]]
        if asset.number:
            facts.append(f"số {asset.number}")
        for label, value in (("diện tích xây dựng", asset.built_area_m2), ("diện tích sàn", asset.floor_area_m2)):
            if value is not None:
                facts.append(f"{label} {comma(Decimal(value))} m²")
        if asset.floors:
            facts.append(f"số tầng {asset.floors}")
        if asset.grade:
            facts.append(f"cấp {asset.grade}")
        lines.append(", ".join(facts))
    return tuple(lines)


def _notes(paper: land_records.CertificateSnapshot, texts: Sequence[str]) -> tuple[NoteLine, ...]:
    """Each note names its dossier; its place follows from those before it."""
    codes = [dossiers.dossier(dossiers.transaction(note.transaction_id).dossier_id).code for note in paper.notes]
    whole = [f"{text.rstrip('.')}, theo hồ sơ số {code}." for text, code in zip(texts, codes, strict=True)]
    places = places_of(paper.form, whole)
    town = reference.unit_by_id(paper.unit_id).full_name
    return tuple(
        NoteLine(place, f"{town}, {words.day_in_words(note.at.date())}", paper.issuer)
        for place, note in zip(places, paper.notes, strict=True)
    )


def _place_and_day(paper: land_records.CertificateSnapshot) -> str:
    town = reference.unit_by_id(paper.unit_id).full_name
    return f"{town}, " + (words.day_in_words(paper.issued_on) if paper.issued_on else "ngày … tháng … năm …")
