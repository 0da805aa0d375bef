"""Keeping the stock of blanks: receive, hand out, take for a certificate, spoil, return, lose.

Every step is one line of the book (BlankMove) for a range of numbers and a change of each blank, in one transaction.
A range is dealt with whole or not at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.api import Act, User, offices, require
from dossiers import api as dossiers
from land_records.certificates.errors import BadSerialError, BlankRefusedError
from land_records.certificates.numbers import checked_serial, printed_serial, split_serial
from land_records.models import Blank, BlankLot, BlankMove, Certificate

MOST_BLANKS = 5000
"""In one receipt or move: larger deliveries are entered carton by carton."""

_FREE = (Blank.Status.IN_STORE, Blank.Status.HANDED)


@dataclass(frozen=True, slots=True)
class SerialRange:
    """Numbers from first to last under the same letters; `digits` figures each."""

    letters: str
    digits: int
    first_no: int
    last_no: int

    @property
    def serials(self) -> list[str]:
        """Every serial, in order."""
        return [f"{self.letters}{number:0{self.digits}d}" for number in range(self.first_no, self.last_no + 1)]


def serial_range(first: str, last: str = "") -> SerialRange:
    """The range between two serials as typed; one serial alone is a range of one. Raises BadSerialError."""
    letters, figures = split_serial(checked_serial(first))
    to_letters, to_figures = split_serial(checked_serial(last or first))
    if letters != to_letters or len(figures) != len(to_figures) or int(figures) > int(to_figures):
        raise BadSerialError(
            f"“{first}” đến “{last}” không phải một dải số phôi.",
            f"“{first}” to “{last}” is no range of blanks.",
            hint_vi="Hai số cùng phần chữ, cùng số chữ số, số đầu không lớn hơn số cuối.",
            hint_en="Both have the same letters and as many figures; the first is not above the last.",
        )
    asked = SerialRange(letters, len(figures), int(figures), int(to_figures))
    if asked.last_no - asked.first_no >= MOST_BLANKS:
        raise BlankRefusedError(
            f"Mỗi lần nhập tối đa {MOST_BLANKS} phôi.",
            f"At most {MOST_BLANKS} blanks at a time.",
            hint_vi="Chia dải số thành nhiều lần.",
            hint_en="Divide the range.",
            code="blank_range_too_long",
        )
    return asked


@transaction.atomic
def receive_blanks(
    *,
    actor: User,
    first: str,
    last: str,
    received_on: date,
    supplier: str = "",
    delivery_note: str = "",
    form: str = Certificate.Form.TT10_2024,
    at: datetime | None = None,
) -> int:
    """Enter a delivery into the book; answers the lot's id. A number that is in the book already is refused."""
    require(actor, Act.BLANKS_KEEP)
    numbers = serial_range(first, last)
    moment = at or timezone.now()
    try:
        with transaction.atomic():
            lot = BlankLot.objects.create(
                letters=numbers.letters, digits=numbers.digits, first_no=numbers.first_no, last_no=numbers.last_no,
                form=form, received_on=received_on, supplier=supplier.strip(), delivery_note=delivery_note.strip(),
                recorded_by=actor, recorded_at=moment,
            )  # fmt: skip
    except IntegrityError:
        raise BlankRefusedError(
            f"Trong dải {first} đến {last} có số đã nhập kho trước đây.",
            f"Between {first} and {last} there are numbers received before.",
            hint_vi="Đối chiếu với sổ theo dõi phôi và sửa lại dải số.",
            hint_en="Compare with the book of blanks and correct the range.",
            code="blank_received_twice",
        ) from None
    serials = numbers.serials
    taken = Certificate.objects.filter(serial__in=serials).order_by("serial").values_list("serial", flat=True).first()
    if taken is not None:
        raise BlankRefusedError(
            f"Số {printed_serial(taken)} đã in trên một Giấy chứng nhận.",
            f"Number {printed_serial(taken)} stands on a certificate already.",
            hint_vi="Kiểm tra lại dải số trên bìa thùng phôi.",
            hint_en="Check the range on the carton.",
            code="blank_received_twice",
        )
    Blank.objects.bulk_create([Blank(lot=lot, serial=serial) for serial in serials])
    _line("received", lot.pk, serials, actor, moment)
    return lot.pk


@transaction.atomic
def hand_blanks(*, actor: User, first: str, last: str, office_id: int, at: datetime | None = None) -> int:
    """Hand free blanks to an office (again: from one office to another); answers how many."""
    require(actor, Act.BLANKS_KEEP)
    if office_id not in {one.id for one in offices()}:
        raise BlankRefusedError("Không có đơn vị này.", "There is no such office.", code="blank_office_unknown")
    return _move("handed", _locked_free(serial_range(first, last)), actor, at, office_id=office_id)


@transaction.atomic
def spoil_blanks(
    *, actor: User, first: str, last: str = "", document_id: int, reason: str, at: datetime | None = None
) -> int:
    """Write spoiled blanks off with their minutes; a blank taken for a draft goes back from it first."""
    return _write_off("spoiled", actor, first, last, document_id, reason, at)


@transaction.atomic
def lose_blanks(
    *, actor: User, first: str, last: str = "", document_id: int, reason: str, at: datetime | None = None
) -> int:
    """Enter blanks as lost, with their minutes."""
    return _write_off("lost", actor, first, last, document_id, reason, at)


@transaction.atomic
def return_blanks(*, actor: User, first: str, last: str = "", reason: str = "", at: datetime | None = None) -> int:
    """Send free blanks back to where they came from."""
    require(actor, Act.BLANKS_KEEP)
    return _move("returned", _locked_free(serial_range(first, last)), actor, at, reason=reason.strip())


def stock_is_kept() -> bool:
    """True once blanks were received: from then on a new certificate needs one."""
    return BlankLot.objects.exists()


def reserve_blank(*, actor: User, certificate_id: int, serial: str, at: datetime) -> None:
    """Take a blank out to print this draft on it; without a stock nothing is kept. Raises BlankRefusedError."""
    if not stock_is_kept():
        return
    [blank] = _locked_free(serial_range(serial))
    _release(actor, certificate_id, at)
    _move("reserved", [blank], actor, at, certificate_id=certificate_id)


def release_blank(*, actor: User, certificate_id: int, at: datetime) -> None:
    """Give the blank of a draft back, nothing was printed on it."""
    _release(actor, certificate_id, at)


def use_blank(*, actor: User, certificate_id: int, serial: str, at: datetime) -> None:
    """The certificate is issued on this blank. Raises BlankRefusedError when it was not taken for it."""
    if not stock_is_kept():
        return
    blank = Blank.objects.select_for_update().filter(certificate_id=certificate_id, status="reserved").first()
    if blank is None or blank.serial != serial:
        raise _not_free(serial, "reserved")
    _move("used", [blank], actor, at, certificate_id=certificate_id)


def _release(actor: User, certificate_id: int, at: datetime) -> None:
    held = list(Blank.objects.select_for_update().filter(certificate_id=certificate_id, status="reserved"))
    if held:
        _move("released", held, actor, at)


def _write_off(
    kind: str, actor: User, first: str, last: str, document_id: int, reason: str, at: datetime | None
) -> int:
    require(actor, Act.BLANKS_KEEP)
    minutes = dossiers.document(document_id)
    require(actor, Act.DOSSIER_READ, dossiers.dossier(minutes.dossier_id).unit_id)
    if not reason.strip():
        raise BlankRefusedError(
            "Chưa ghi lý do.",
            "The reason is missing.",
            hint_vi="Ghi ngắn gọn như trong biên bản.",
            hint_en="As in the minutes, briefly.",
            code="blank_reason_missing",
        )
    blanks = _locked(serial_range(first, last))
    _refuse_unless_free(blanks, reserved_too=True)
    drafts = [blank.certificate_id for blank in blanks if blank.certificate_id is not None]
    Certificate.objects.filter(pk__in=drafts).update(serial="", serial_raw="")
    return _move(kind, blanks, actor, at, document_id=document_id, reason=reason.strip()[:300])


def _locked(numbers: SerialRange) -> list[Blank]:
    serials = numbers.serials
    found = list(Blank.objects.select_for_update().filter(serial__in=serials).order_by("serial"))
    if len(found) < len(serials):
        missing = next(iter(sorted(set(serials) - {blank.serial for blank in found})))
        raise BlankRefusedError(
            f"Phôi {printed_serial(missing)} không có trong sổ theo dõi phôi.",
            f"Blank {printed_serial(missing)} is not in the book of blanks.",
            hint_vi="Nhập kho dải số trước, hoặc kiểm tra lại số in trên phôi.",
            hint_en="Receive the range first, or check the number printed on the blank.",
            code="blank_unknown",
        )
    return found


def _locked_free(numbers: SerialRange) -> list[Blank]:
    blanks = _locked(numbers)
    _refuse_unless_free(blanks)
    return blanks


def _refuse_unless_free(blanks: Sequence[Blank], *, reserved_too: bool = False) -> None:
    allowed = {*_FREE, Blank.Status.RESERVED} if reserved_too else {*_FREE}
    for blank in blanks:
        if blank.status not in allowed:
            raise _not_free(blank.serial, str(blank.status))


def _not_free(serial: str, status: str) -> BlankRefusedError:
    if status == "reserved":
        vi, en = "chưa được lấy ra cho Giấy này, hoặc đang dùng để in Giấy khác", "is taken for another certificate"
    else:
        vi, en = Blank.Status(status).label, f"is {status}"
    return BlankRefusedError(
        f"Phôi {printed_serial(serial)} không dùng được: {vi}.",
        f"Blank {printed_serial(serial)} cannot be used: it {en}.",
        hint_vi="Mỗi phôi dùng một lần. Chọn phôi khác còn trong kho.",
        hint_en="A blank is used once. Choose another one from the stock.",
        code="blank_not_free",
    )


def _move(
    kind: str,
    blanks: Sequence[Blank],
    actor: User,
    at: datetime | None,
    *,
    office_id: int | None = None,
    certificate_id: int | None = None,
    document_id: int | None = None,
    reason: str = "",
) -> int:
    moment = at or timezone.now()
    for lot_id, of_lot in groupby(blanks, key=lambda blank: blank.lot_id):
        serials = [blank.serial for blank in of_lot]
        _line(kind, lot_id, serials, actor, moment, office_id=office_id, certificate_id=certificate_id,
              document_id=document_id, reason=reason)  # fmt: skip
    chosen = Blank.objects.filter(pk__in=[blank.pk for blank in blanks])
    if kind == "handed":
        chosen.update(status="handed", office_id=office_id)
    elif kind == "released":
        chosen.filter(office__isnull=True).update(status="in_store", certificate=None)
        chosen.filter(office__isnull=False).update(status="handed", certificate=None)
    else:
        chosen.update(status=kind, certificate_id=certificate_id)
    return len(blanks)


def _line(
    kind: str,
    lot_id: int,
    serials: Sequence[str],
    actor: User,
    moment: datetime,
    *,
    office_id: int | None = None,
    certificate_id: int | None = None,
    document_id: int | None = None,
    reason: str = "",
) -> None:
    BlankMove.objects.create(
        kind=kind, lot_id=lot_id, first_serial=serials[0], last_serial=serials[-1], count=len(serials),
        office_id=office_id, certificate_id=certificate_id, document_id=document_id, reason=reason,
        moved_by=actor, moved_at=moment,
    )  # fmt: skip
