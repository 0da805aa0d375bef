"""Reading the stock of blanks: what is where, and the book of moves."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Paginator
from django.db.models import Count

from accounts.api import Act, User, may, offices, require
from dossiers.api import Page
from land_records.certificates.errors import BlankRefusedError
from land_records.certificates.numbers import bare_serial
from land_records.models import Blank, BlankLot, BlankMove

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class LotSnapshot:
    """One delivery and how its blanks stand; `counts`: status → how many, statuses without any left out."""

    id: int
    first_serial: str
    last_serial: str
    count: int
    form: str
    received_on: date
    supplier: str
    delivery_note: str
    counts: dict[str, int]

    @property
    def free(self) -> int:
        """Blanks that may still be used."""
        return self.counts.get("in_store", 0) + self.counts.get("handed", 0)


@dataclass(frozen=True, slots=True)
class MoveSnapshot:
    """One line of the book of blanks."""

    id: int
    kind: str
    first_serial: str
    last_serial: str
    count: int
    office: str
    certificate_id: int | None
    document_id: int | None
    reason: str
    moved_by_id: int
    moved_at: datetime


@dataclass(frozen=True, slots=True)
class BlankSnapshot:
    """One blank: where it is and what happened to it, oldest first."""

    serial: str
    status: str
    office: str
    certificate_id: int | None
    lot_id: int
    moves: tuple[MoveSnapshot, ...]


def blank_lots(*, actor: User) -> tuple[LotSnapshot, ...]:
    """Every delivery, newest first. Needs the right to keep blanks or to read the books."""
    _may_read(actor)
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for lot_id, status, count in (
        Blank.objects.values_list("lot_id", "status").annotate(n=Count("id")).order_by("lot_id")
    ):
        counts[lot_id][status] = count
    return tuple(
        LotSnapshot(
            id=lot.pk,
            first_serial=f"{lot.letters}{lot.first_no:0{lot.digits}d}",
            last_serial=f"{lot.letters}{lot.last_no:0{lot.digits}d}",
            count=lot.last_no - lot.first_no + 1,
            form=lot.form,
            received_on=lot.received_on,
            supplier=lot.supplier,
            delivery_note=lot.delivery_note,
            counts=counts[lot.pk],
        )
        for lot in BlankLot.objects.order_by("-received_on", "-id")
    )


def blank_moves(*, actor: User, page: int = 1, page_size: int = PAGE_SIZE) -> Page[MoveSnapshot]:
    """The book of blanks, newest line first."""
    _may_read(actor)
    pages = Paginator(BlankMove.objects.order_by("-id"), page_size)
    chosen = pages.get_page(page)
    return Page(_moves(chosen.object_list), pages.count, chosen.number, page_size)


def book_of_blanks(*, actor: User) -> tuple[MoveSnapshot, ...]:
    """The whole book, oldest line first, for print and spreadsheet."""
    _may_read(actor)
    return _moves(BlankMove.objects.order_by("id"))


def blank(*, actor: User, serial: str) -> BlankSnapshot:
    """One blank by its number. Raises BlankRefusedError."""
    _may_read(actor)
    bare = bare_serial(serial)
    found = Blank.objects.filter(serial=bare).first()
    if found is None:
        raise BlankRefusedError(
            f"Không có phôi “{serial.strip()[:30]}” trong sổ theo dõi phôi.",
            f"There is no blank “{serial.strip()[:30]}” in the book of blanks.",
            hint_vi="Kiểm tra lại số in trên phôi.",
            hint_en="Check the number printed on the blank.",
            code="blank_unknown",
        )
    about = BlankMove.objects.filter(lot_id=found.lot_id, first_serial__lte=bare, last_serial__gte=bare)
    return BlankSnapshot(
        found.serial, str(found.status), _offices().get(found.office_id or 0, ""), found.certificate_id, found.lot_id,
        _moves(about.order_by("id")),
    )  # fmt: skip


def free_blanks(*, actor: User, count: int = 5) -> tuple[str, ...]:
    """The next free serials, lowest first."""
    _may_read(actor, Act.CERTIFICATE_PRINT)
    found = Blank.objects.filter(status__in=["in_store", "handed"]).order_by("serial")
    return tuple(found.values_list("serial", flat=True)[:count])


def _may_read(actor: User, *more: Act) -> None:
    if not any(may(actor, act) for act in (*more, Act.BLANKS_KEEP, Act.BOOKS_READ)):
        require(actor, Act.BLANKS_KEEP)


def _offices() -> dict[int, str]:
    return {one.id: one.name for one in offices()}


def _moves(found: Iterable[BlankMove]) -> tuple[MoveSnapshot, ...]:
    names = _offices()
    return tuple(
        MoveSnapshot(
            id=move.pk,
            kind=str(move.kind),
            first_serial=move.first_serial,
            last_serial=move.last_serial,
            count=move.count,
            office=names.get(move.office_id or 0, ""),
            certificate_id=move.certificate_id,
            document_id=move.document_id,
            reason=move.reason,
            moved_by_id=move.moved_by_id,
            moved_at=move.moved_at,
        )
        for move in found
    )
