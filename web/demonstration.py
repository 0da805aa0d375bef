"""The register side of the demonstration commune: made-up holders, certificates, dossiers, and acts in every state.

Everything goes through the same services an office uses; nobody in it exists. Identity numbers carry a serial of zeros.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.api import User
from dossiers import api as dossiers
from importers.sample.papers import Paper, make_paper
from land_records import api as land_records

CERTIFICATES = 24
"""Parcels that get a holder and a certificate: enough for lists, quick enough for a first start."""
SHEETS = 9
"""Sheets of the demonstration commune that are looked at."""


@dataclass(frozen=True, slots=True)
class People:
    """Who works in the demonstration office."""

    officer: User
    approver: User


@dataclass(frozen=True, slots=True)
class Filled:
    """What was made, for the command's last line."""

    certificates: int
    approved: int
    pending: int
    drafts: int
    papers: tuple[Paper, ...]


def fill_register(people: People, *, unit_id: int, seed: int = 1) -> Filled:
    """Holders and certificates on some parcels, then a split, a mortgage, a transfer waiting and a merge begun."""
    parcels = _parcels(unit_id)[:CERTIFICATES]
    papers = [_paper(place, parcel, seed) for place, parcel in enumerate(parcels)]
    _enter_certificates(people, unit_id, parcels, papers)
    approved, pending, drafts = _acts(people, unit_id, parcels)
    return Filled(len(parcels), approved, pending, drafts, tuple(papers))


def _parcels(unit_id: int) -> list[land_records.ParcelSnapshot]:
    """Official parcels of residential and farm land without a right, sheet by sheet."""
    hits = [
        hit
        for sheet in range(1, SHEETS + 1)
        for hit in land_records.search_parcels(f"tờ {sheet}", unit_ids=[unit_id], limit=200).hits
    ]
    wanted = [hit for hit in hits if hit.parcel_code and hit.land_use.split("+")[0] in ("ODT", "ONT", "CLN", "HNK")]
    taken = {parcel for right in land_records.rights_on(parcel_ids=[hit.parcel_id for hit in wanted])
             for parcel in right.parcel_ids}  # fmt: skip
    return [land_records.parcel_by_id(hit.parcel_id) for hit in wanted if hit.parcel_id not in taken]


def _paper(place: int, parcel: land_records.ParcelSnapshot, seed: int) -> Paper:
    return make_paper(
        place, unit_code=parcel.unit_code, unit_name=parcel.unit_name, sheet=parcel.sheet, number=parcel.number,
        area=str(parcel.areas.legal or ""), land_use=parcel.land_use, seed=seed,
    )  # fmt: skip


def _enter_certificates(
    people: People, unit_id: int, parcels: Sequence[land_records.ParcelSnapshot], papers: Sequence[Paper]
) -> None:
    """The old papers of the archive, entered in one approved transaction."""
    case = dossiers.open_dossier(
        actor=people.officer, kind="archive", unit_id=unit_id, title="Giấy chứng nhận đã cấp trước đây (dữ liệu mẫu)"
    )
    act = dossiers.submit_transaction(
        actor=people.officer, dossier_id=case.id, kind="import_archive", summary={"certificates": len(papers)}
    )
    rows = [
        _archived(people.officer, unit_id, place, parcel, paper)
        for place, (parcel, paper) in enumerate(zip(parcels, papers, strict=True))
    ]
    with transaction.atomic():
        moment = timezone.now()
        dossiers.approve_transaction(approver=people.approver, transaction_id=act.id, at=moment)
        land_records.record_archived_certificates(actor=people.approver, transaction_id=act.id, rows=rows, at=moment)


def _archived(
    officer: User, unit_id: int, place: int, parcel: land_records.ParcelSnapshot, paper: Paper
) -> land_records.ArchivedCertificate:
    holder, holding = _holder(officer, unit_id, place, paper)
    purposes = tuple(
        land_records.ArchivedPurpose(parcel.parcel_id, use.code, use.area_m2 or _whole(parcel), "long")
        for use in parcel.land_uses
    )
    return land_records.ArchivedCertificate(
        key=place,
        serial=paper.serial,
        unit_id=unit_id,
        register_no=paper.book_number,
        form="tt23_2014",
        kind_code="11",
        issued_on=paper.issued_on,
        issuer="Ủy ban nhân dân thành phố Phan Thiết (mẫu)",
        parcel_ids=(parcel.parcel_id,),
        holders=(land_records.Holder(holder, None, True),),
        holding=holding,
        purposes=purposes,
        origin="CNQ-CTT",
        began_on=paper.issued_on,
    )


def _whole(parcel: land_records.ParcelSnapshot) -> Decimal | None:
    return parcel.areas.legal if len(parcel.land_uses) == 1 else None


def _holder(officer: User, unit_id: int, place: int, paper: Paper) -> tuple[int, str]:
    """One person, a couple holding jointly, or a company on every tenth paper."""
    address = land_records.AddressDraft(detail=paper.address, unit_id=unit_id)
    if place % 10 == 9:
        body = land_records.add_organisation(
            actor=officer,
            unit_id=unit_id,
            facts=land_records.Particulars(name=f"Công ty TNHH Thử Nghiệm {place + 1}", founding_date=date(2012, 3, 1)),
            address=address,
        )
        return body.party_id, "sole"
    people = [
        land_records.add_person(
            actor=officer,
            unit_id=unit_id,
            facts=land_records.Particulars(
                name=one.name, gender="female" if one.role == "Vợ" else "male", birth_year=1950 + place % 40
            ),
            papers=[land_records.PaperDraft("cccd", _card(place, one.role == "Vợ"))],
            address=address,
        ).party_id
        for one in paper.holders
    ]
    if len(people) == 1:
        return people[0], "sole"
    couple = land_records.add_couple(actor=officer, unit_id=unit_id, husband_id=people[0], wife_id=people[1])
    return couple.party_id, "joint"


def _card(place: int, wife: bool) -> str:
    """A citizen's card number of nobody: province 060, gender, year of birth, serial near zero."""
    return f"060{int(wife)}{(50 + place % 40) % 100:02d}{place * 2 + int(wife):06d}"


def _acts(people: People, unit_id: int, parcels: Sequence[land_records.ParcelSnapshot]) -> tuple[int, int, int]:
    """Two acts approved, one waiting for the second person, one still a draft."""
    wide = sorted(parcels, key=lambda parcel: -float(parcel.areas.computed or 0))
    usable = iter([parcel for parcel in wide if parcel.official_geometry is not None])
    done = [_split(people, unit_id, usable)]
    bank = land_records.add_organisation(
        actor=people.officer, unit_id=unit_id, facts=land_records.Particulars(name="Ngân hàng Thử Nghiệm (mẫu)")
    ).party_id
    mortgage = {"right_id": _right(next(usable)), "mortgagee_ids": [bank], "contract_number": "12/2026/HĐTC",
                "contract_date": "2026-03-02"}  # fmt: skip
    done.append(_submitted(people, unit_id, "mortgage_right", mortgage, "Đăng ký thế chấp (mẫu)"))
    for act in done:
        land_records.approve_act(approver=people.approver, act_id=act)
    buyer = land_records.add_person(
        actor=people.officer,
        unit_id=unit_id,
        facts=land_records.Particulars(name="Hồ Thị Diễn Tập", gender="female", birth_year=1990),
        papers=[land_records.PaperDraft("cccd", "060190000999")],
    ).party_id
    sale = {"right_id": _right(next(usable)), "title": "sale", "receivers": [{"party_id": buyer}], "form": "sole",
            "paper_number": "45/2026", "paper_date": "2026-03-05"}  # fmt: skip
    _submitted(people, unit_id, "transfer_right", sale, "Chuyển nhượng (mẫu)")
    _drafted(people, unit_id, "split_parcel", _halved(next(usable)), "Tách thửa đang soạn (mẫu)")
    return len(done), 1, 1


def _split(people: People, unit_id: int, parcels: Iterator[land_records.ParcelSnapshot]) -> int:
    """A split of the widest parcel whose halves reach the minimum of the decision in force, submitted."""
    act = _drafted(people, unit_id, "split_parcel", _halved(next(parcels)), "Tách thửa (mẫu)")
    while not land_records.preview_act(actor=people.officer, act_id=act, moment="submit").may_go_on:
        land_records.change_draft(actor=people.officer, act_id=act, payload=_halved(next(parcels)))
    return land_records.submit_act(actor=people.officer, act_id=act).id


def _submitted(people: People, unit_id: int, kind: str, payload: dict[str, object], title: str) -> int:
    act = _drafted(people, unit_id, kind, payload, title)
    return land_records.submit_act(actor=people.officer, act_id=act).id


def _drafted(people: People, unit_id: int, kind: str, payload: dict[str, object], title: str) -> int:
    case = dossiers.open_dossier(actor=people.officer, kind="application", unit_id=unit_id, title=title)
    original = dossiers.DocumentDraft(type_code="certificate")
    dossiers.add_documents(actor=people.officer, dossier_id=case.id, documents=[original])
    return land_records.draft_act(actor=people.officer, dossier_id=case.id, kind=kind, payload=payload).id


def _right(parcel: land_records.ParcelSnapshot) -> int:
    [right] = land_records.rights_on(parcel_ids=[parcel.parcel_id])
    return right.id


def _halved(parcel: land_records.ParcelSnapshot) -> dict[str, object]:
    """A cut across the middle of the longer side of a parcel's box, from border to border."""
    west, south, east, north = parcel.official_geometry.bounds
    x, y = (west + east) / 2, (south + north) / 2
    across = [[x, south - 1], [x, north + 1]] if east - west >= north - south else [[west - 1, y], [east + 1, y]]
    return {"parcel_id": parcel.parcel_id, "cut_lines": [[[round(a, 3), round(b, 3)] for a, b in across]]}
