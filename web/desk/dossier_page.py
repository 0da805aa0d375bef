"""What the page of one dossier shows, put together from the front doors below."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import api as accounts
from dossiers import api as dossiers
from land_records import api as land_records
from reference import api as reference
from web import formats
from web.desk.access import signed_in
from web.desk.act_list import act_rows
from web.desk.dossier_forms import PaperForm, ShelfForm
from web.desk.dossier_words import FORMS, KINDS, PAPER_STATUSES, STATUSES, SUBJECTS, TRANSACTION_STATUSES
from web.public.land_use import uses_of

MOST_PARCELS_SHOWN = 12
ACTS = ("dossier.open", "archive.link", "archive.shelve", "file.read", "act.draft")


@dataclass(frozen=True, slots=True)
class ParcelLine:
    """A linked parcel as the page shows it: what the fraction label needs, and where it lies."""

    link: dossiers.LinkSnapshot
    land_use: str
    main_use: str
    number: int
    sheet: str
    area: Any
    spoken_area: str
    use_names: str
    code: str | None
    unit_name: str
    standing: str


@dataclass(frozen=True, slots=True)
class Event:
    """One line of what happened, newest first."""

    at: datetime
    what: str
    who: str
    note: str = ""


def context(request: HttpRequest, found: dossiers.DossierSnapshot) -> dict[str, Any]:
    """Everything the page of a dossier shows. Scans are not opened here: only that they are there."""
    user = request.user
    papers = dossiers.documents_of(found.id)
    links = dossiers.links_of(found.id, ended=True)
    moves = dossiers.shelf_moves_of(found.id)
    transactions = dossiers.transactions_of(found.id)
    acts = land_records.acts(actor=signed_in(request), dossier_id=found.id) if may_see(user, found) else ()
    rows = act_rows(acts)
    people = _people(found, papers, links, moves, transactions)
    here = sum(paper.status != "missing" for paper in papers)
    may = {act: accounts.may(user, act, found.unit_id) for act in ACTS}
    standing = [link for link in links if link.ended_at is None]
    return {
        "rail": "dossiers",
        "dossier": found,
        "unit": reference.unit_by_id(found.unit_id),
        "kind": KINDS[found.kind],
        "status": STATUSES[found.status],
        "papers": [_paper(paper) for paper in papers],
        "here": here,
        "files": dossiers.files_of(found.id) if found.kind in ("import", "linking") else (),
        "parcels": _parcels(standing),
        "certificates": _certificates(standing),
        "other_links": [
            {"link": link, "kind": SUBJECTS[link.subject_kind]}
            for link in standing
            if link.subject_kind not in ("parcel", "certificate")
        ],
        "more_parcels": max(0, sum(link.subject_kind == "parcel" for link in standing) - MOST_PARCELS_SHOWN),
        "acts": [rows[one.id] for one in acts],
        "may_start": may["act.draft"] and found.status == "open" and found.kind in ("application", "archive"),
        "transactions": [
            {"row": one, "tone": TRANSACTION_STATUSES[one.status][0], "words": TRANSACTION_STATUSES[one.status][1],
             "by": people.get(one.submitted_by_id, "")}
            for one in transactions
            if one.id not in {act.transaction_id for act in acts}
        ],
        "place": moves[0].place if moves else None,
        "moves": [{"move": move, "by": people.get(move.moved_by_id, "")} for move in moves],
        "events": _events(found, papers, links, moves, transactions, people),
        "paper": PaperForm(prefix="p"),
        "shelf_form": ShelfForm(initial=_initial(moves)),
        "may_add": may["dossier.open"] and found.kind in ("application", "archive") and found.status == "open",
        "may_link": may["archive.link"] if found.kind in ("archive", "linking") else may["dossier.open"],
        "may_shelve": may["archive.shelve"],
        "may_read_files": may["file.read"],
    }  # fmt: skip


def may_see(user: Any, found: dossiers.DossierSnapshot) -> bool:
    """Whether the reader may see the acts of the dossier; a clerk may receive dossiers without seeing rights."""
    return accounts.may(user, "right.read", found.unit_id)


def _initial(moves: tuple[dossiers.ShelfMoveSnapshot, ...]) -> dict[str, str]:
    if not moves:
        return {}
    place = moves[0].place
    return {"store": place.store, "row": place.row, "rack": place.rack, "box": place.box, "slot": place.slot}


def _people(found: dossiers.DossierSnapshot, *lists: Any) -> dict[int, str]:
    papers, links, moves, transactions = lists
    ids = {found.opened_by_id, *(one.added_by_id for one in papers), *(one.moved_by_id for one in moves)}
    ids |= {one.linked_by_id for one in links} | {one.ended_by_id for one in links if one.ended_by_id}
    for one in transactions:
        ids |= {one.submitted_by_id, one.approved_by_id, one.ended_by_id} - {None}
    return accounts.display_names(ids)


def _paper(paper: dossiers.DocumentSnapshot) -> dict[str, Any]:
    kind = reference.document_type(paper.type_code)
    english = (get_language() or "vi").startswith("en")
    tone, words = PAPER_STATUSES[paper.status]
    return {
        "row": paper,
        "name": paper.title or (kind.name_en if english else kind.name_vi),
        "form_number": kind.form,
        "form": FORMS[paper.form],
        "tone": tone,
        "words": words,
    }


def _parcels(links: list[dossiers.LinkSnapshot]) -> list[ParcelLine]:
    lines = []
    shown = [one for one in links if one.subject_kind == "parcel"][:MOST_PARCELS_SHOWN]
    found = land_records.parcels_by_ids([link.subject_id for link in shown])
    for link in shown:
        parcel = found.get(link.subject_id)
        if parcel is None:
            continue
        area = parcel.areas.legal
        lines.append(
            ParcelLine(
                link=link,
                land_use=parcel.land_use,
                main_use=parcel.land_uses[0].code if parcel.land_uses else "",
                number=parcel.number,
                sheet=parcel.sheet,
                area=area,
                spoken_area=formats.number(area) if area is not None else "?",
                use_names=", ".join(one.name for one in uses_of(parcel.land_use)),
                code=parcel.parcel_code,
                unit_name=parcel.unit_name,
                standing=parcel.standing,
            )
        )
    return lines


def _certificates(links: list[dossiers.LinkSnapshot]) -> list[dict[str, Any]]:
    of = {link.subject_id: link for link in links if link.subject_kind == "certificate"}
    return [{"paper": paper, "link": of[paper.id]} for paper in land_records.certificates_by_id(of)]


def certificate_subject(serial: str) -> tuple[str, int]:
    """A certificate by its serial, as something a dossier is about. Raises CertificateNotFoundError."""
    return "certificate", land_records.certificate_by_serial(serial).id


def _events(
    found: dossiers.DossierSnapshot,
    papers: tuple[dossiers.DocumentSnapshot, ...],
    links: tuple[dossiers.LinkSnapshot, ...],
    moves: tuple[dossiers.ShelfMoveSnapshot, ...],
    transactions: tuple[dossiers.TransactionSnapshot, ...],
    people: dict[int, str],
) -> list[Event]:
    """What happened to the dossier, from what is kept of it; papers added together are one line."""

    def name(person_id: int | None) -> str:
        return people.get(person_id, "") if person_id else ""

    events = [Event(found.opened_at, _("Mở hồ sơ"), name(found.opened_by_id))]
    added: dict[tuple[datetime, int], int] = {}
    for paper in papers:
        added[paper.added_at, paper.added_by_id] = added.get((paper.added_at, paper.added_by_id), 0) + 1
    events += [Event(at, _("Thêm %(n)d thành phần") % {"n": n}, name(by)) for (at, by), n in added.items()]
    for link in links:
        what = SUBJECTS[link.subject_kind]
        events.append(Event(link.linked_at, _("Liên kết: %(what)s") % {"what": what}, name(link.linked_by_id)))
        if link.ended_at:
            gone = _("Bỏ liên kết: %(what)s") % {"what": what}
            events.append(Event(link.ended_at, gone, name(link.ended_by_id), link.ended_reason))
    events += [Event(one.moved_at, _("Chuyển vị trí lưu"), name(one.moved_by_id), one.reason) for one in moves]
    for one in transactions:
        events.append(Event(one.submitted_at, _("Trình biến động"), name(one.submitted_by_id)))
        if one.approved_at:
            events.append(Event(one.approved_at, _("Phê duyệt"), name(one.approved_by_id)))
        elif one.ended_at:
            how = str(TRANSACTION_STATUSES[one.status][1])
            events.append(Event(one.ended_at, how, name(one.ended_by_id), one.ended_reason))
    return sorted(events, key=lambda event: event.at, reverse=True)
