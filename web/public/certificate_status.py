"""What anybody may know about a certificate: its status with dates, its parcels, what replaced it. Nobody's name.

The answer is made per request from immutable values and checks that its parts belong to the paper that was asked for.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gis_core.errors import DomainError
from land_records import api as land_records
from reference import api as reference

WORDS = {
    "draft": ("none", _("Giấy chứng nhận này chưa được phát hành")),
    "discarded": ("none", _("Dự thảo đã bỏ, Giấy chứng nhận này chưa từng được phát hành")),
    "valid": ("ok", _("Giấy chứng nhận còn giá trị")),
    "changed": ("ok", _("Giấy chứng nhận còn giá trị, có thay đổi đã được xác nhận")),
    "replaced": ("warn", _("Giấy chứng nhận đã được thay thế")),
    "revoked": ("err", _("Giấy chứng nhận đã bị thu hồi")),
    "lost": ("err", _("Giấy chứng nhận đã khai báo mất, không còn giá trị")),
}
STATUS_NAMES = {
    "draft": _("Chưa phát hành"),
    "discarded": _("Đã bỏ"),
    "valid": _("Phát hành, còn giá trị"),
    "changed": _("Xác nhận thay đổi, còn giá trị"),
    "replaced": _("Được thay thế"),
    "revoked": _("Bị thu hồi"),
    "lost": _("Khai báo mất"),
}
ADVICE = {
    "replaced": _("Không dùng giấy này để giao dịch. Giấy chứng nhận đang có giá trị ghi ở dưới."),
    "revoked": _("Không dùng giấy này để giao dịch. Hỏi cơ quan đăng ký đất đai nếu bạn đang giữ giấy."),
    "lost": _("Giấy đã được khai báo mất; ai đưa giấy này ra giao dịch, báo cơ quan đăng ký đất đai."),
    "draft": _("Giấy này chưa có hiệu lực. Hỏi nơi đang giải quyết hồ sơ."),
    "discarded": _("Giấy này không có hiệu lực. Báo cơ quan đăng ký đất đai."),
}
_NUMBERED = ("valid", "changed", "replaced", "revoked", "lost")


class CertificateMixed(DomainError):
    """Parts of an answer belong to another certificate: a fault of ours, never shown half."""

    code = "answer_mixed"


@dataclass(frozen=True, slots=True)
class ParcelLine:
    """A parcel of the paper; `code` leads to its page and its planning, None for one without a shape."""

    number: int
    sheet: str
    unit_name: str
    code: str | None
    in_force: bool


@dataclass(frozen=True, slots=True)
class CertificateAnswer:
    """The whole public answer. `qr`: same | older | None (no QR was read)."""

    token: str
    paper: land_records.CertificateSnapshot
    unit_name: str
    parcels: tuple[ParcelLine, ...]
    states: tuple[land_records.StateNote, ...]
    chain: tuple[land_records.ChainLink, ...]
    qr: str | None = None

    def __post_init__(self) -> None:
        """Everything must be about the paper of this token."""
        if self.paper.token != self.token or self.paper.id not in {link.id for link in self.chain}:
            raise CertificateMixed(
                "Câu trả lời không thuộc Giấy chứng nhận này.", "The answer is about another certificate."
            )

    @property
    def status(self) -> str:
        """Code of the status now."""
        return self.paper.status

    @property
    def tag(self) -> str:
        """Colour of the status."""
        return WORDS[self.status][0]

    @property
    def sentence(self) -> Any:
        """The answer as a sentence."""
        return WORDS[self.status][1]

    @property
    def advice(self) -> Any:
        """What to do with a paper that is not in force; empty while it is."""
        return ADVICE.get(self.status, "")

    @property
    def serial(self) -> str:
        """As printed; empty for what was never issued."""
        return land_records.printed_serial(self.paper.serial) if self.status in _NUMBERED else ""

    @property
    def steps(self) -> list[dict[str, Any]]:
        """Its history for the page, drafts left out."""
        return [
            {"name": STATUS_NAMES[state.status], "since": state.since}
            for state in self.states
            if state.status in _NUMBERED
        ]

    @property
    def others(self) -> list[dict[str, Any]]:
        """The other issued papers of the chain, oldest first."""
        return [
            {
                "serial": land_records.printed_serial(link.serial),
                "token": link.token,
                "name": STATUS_NAMES[link.status],
                "tag": WORDS[link.status][0],
                "issued_on": link.issued_on,
                "current": link.status in ("valid", "changed"),
            }
            for link in self.chain
            if link.id != self.paper.id and link.status in _NUMBERED
        ]

    def as_dict(self) -> dict[str, Any]:
        """The JSON answer."""
        issued = self.status in _NUMBERED
        return {
            "ok": True,
            "token": self.token,
            "status": self.status,
            "in_force": self.paper.in_force,
            "status_since": self.paper.status_since.isoformat(),
            "serial": self.paper.serial if issued else None,
            "issued_on": _iso(self.paper.issued_on) if issued else None,
            "unit_name": self.unit_name,
            "qr": self.qr,
            "noted_changes": [note.at.date().isoformat() for note in self.paper.notes],
            "states": [
                {"status": state.status, "since": state.since.isoformat(),
                 "until": state.until.isoformat() if state.until else None}
                for state in self.states if state.status in _NUMBERED
            ],
            "parcels": [
                {"sheet": line.sheet, "number": line.number, "unit_name": line.unit_name, "parcel_code": line.code,
                 "in_force": line.in_force,
                 "planning": reverse("web:planning-json", args=[line.code]) if line.code else None}
                for line in self.parcels
            ],
            "chain": [
                {"serial": link.serial, "token": link.token, "status": link.status, "issued_on": _iso(link.issued_on),
                 "this": link.id == self.paper.id}
                for link in self.chain if link.status in _NUMBERED
            ],
        }  # fmt: skip


def certificate_answer(token: str, *, qr: land_records.QrFacts | None = None) -> CertificateAnswer:
    """The public answer about the paper behind a token. Raises CertificateNotFoundError."""
    paper = land_records.certificate_by_token(token)
    parcels = land_records.every_parcel(land_records.parcels_proved(paper.id)).values()
    return CertificateAnswer(
        token=token,
        paper=paper,
        unit_name=reference.unit_by_id(paper.unit_id).full_name,
        parcels=tuple(
            ParcelLine(one.number, one.sheet, one.unit_name, one.parcel_code, one.valid_to is None) for one in parcels
        ),
        states=land_records.certificate_states(paper.id),
        chain=land_records.certificate_chain(paper.id),
        qr=_compared(paper, qr),
    )


def qr_address(certificate_id: int) -> str:
    """What the QR of a certificate holds: an address a telephone opens, in letters a QR packs tightly."""
    base = settings.PUBLIC_ADDRESS.upper()
    return f"{base}/KT/{land_records.signed_qr(certificate_id)}"


def _compared(paper: land_records.CertificateSnapshot, qr: land_records.QrFacts | None) -> str | None:
    """Whether a QR that was read says what the register says now."""
    if qr is None:
        return None
    return "same" if paper.serial and land_records.qr_facts(paper.id) == qr else "older"


def _iso(day: date | datetime | None) -> str | None:
    return day.isoformat() if day else None
