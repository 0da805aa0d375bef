"""The QR of a certificate (Circular 10/2024/TT-BTNMT Art 14): a signed text that says which paper this is, as of when.

Text: `1.SERIAL.UNIT.ISSUED.REVISION.DIGEST.TOKEN.KEY.SIGNATURE`, only characters of the QR's alphanumeric mode; it has
no personal data. `DIGEST` is over what the register says about the paper, `REVISION` counts its legal states and noted
changes: each change gives a new QR, and an older one is recognised as older (docs/adr/0051-qr-of-certificates.md).
"""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cryptography.exceptions import InvalidSignature

from land_records.certificates.errors import QrRefusedError
from land_records.certificates.qr_keys import PublicKey, current_key, signing_key, verifier
from land_records.certificates.queries import certificate
from land_records.certificates.snapshots import CertificateSnapshot
from land_records.models import CertificateState, ParcelVersion
from land_records.rights.queries import rights_by_id
from reference import api as reference

_TEXT = re.compile(
    r"1\.(?P<serial>[A-Z*]{1,4}\d{6,8})\.(?P<unit>\d{1,8})\.(?P<day>\d{8}|0)\.(?P<revision>\d{1,4})"
    r"\.(?P<digest>[A-Z2-7]{16})\.(?P<token>[0-9A-F]{26})\.(?P<key>[0-9A-F]{8})\.(?P<signature>[A-Z2-7]{103})"
)
_CONTEXT = b"thodia-gcn:"
_STANDING = ("valid", "changed", "replaced", "revoked", "lost")
_FIRST = "valid"
_DIGEST_BYTES = 10


@dataclass(frozen=True, slots=True)
class QrFacts:
    """What a QR says: the paper and the state of the register it was made from."""

    serial: str
    unit_code: str
    issued_on: date | None
    revision: int
    digest: str
    token: str

    @property
    def body(self) -> str:
        """The signed part without the key's name."""
        day = f"{self.issued_on:%Y%m%d}" if self.issued_on else "0"
        serial = self.serial.replace("Đ", "D*")
        return f"1.{serial}.{self.unit_code}.{day}.{self.revision}.{self.digest}.{self.token.upper()}"


def qr_facts(certificate_id: int) -> QrFacts:
    """What the QR of a certificate says now; of a prepared draft: what it will say once issued.

    Raises QrRefusedError for a draft without serial.
    """
    paper = certificate(certificate_id)
    if not paper.serial:
        raise QrRefusedError(
            "Dự thảo chưa có số phát hành nên chưa có mã QR.",
            "A draft without a serial number has no QR yet.",
            hint_vi="Chọn phôi khi chuẩn bị phát hành.",
            hint_en="Choose the blank while preparing the issue.",
            code="qr_needs_serial",
        )
    states = CertificateState.objects.filter(certificate_id=paper.id, status__in=_STANDING).count()
    unit = reference.unit_by_id(paper.unit_id)
    return QrFacts(
        paper.serial, unit.code, paper.issued_on, max(states, 1) + len(paper.notes), _digest(paper), paper.token
    )


def signed_qr(certificate_id: int) -> str:
    """The text of the QR, signed with this deployment's key."""
    facts = qr_facts(certificate_id)
    body = f"{facts.body}.{current_key().id.upper()}"
    signature = signing_key().sign(_CONTEXT + body.encode())
    return f"{body}.{base64.b32encode(signature).decode().rstrip('=')}"


def read_qr(text: str, keys: Iterable[PublicKey]) -> QrFacts:
    """What a scanned QR says, its signature checked with one of `keys`; works without database and network.

    Takes the whole address of the QR or its last part. Raises QrRefusedError (`qr_unreadable`, `qr_key_unknown`,
    `qr_forged`).
    """
    bare = text.strip().rstrip("/").rsplit("/", 1)[-1].upper()
    match = _TEXT.fullmatch(bare)
    if match is None:
        raise QrRefusedError(
            "Đây không phải mã QR của Giấy chứng nhận, hoặc đọc thiếu.",
            "This is no QR of a certificate, or it was read in part.",
            hint_vi="Quét lại, giữ máy thẳng và đủ sáng.",
            hint_en="Scan it again, straight and with enough light.",
            code="qr_unreadable",
        )
    key = next((one for one in keys if one.id.upper() == match["key"]), None)
    if key is None:
        raise QrRefusedError(
            f"Mã QR ký bằng khóa {match['key'].lower()}, không có trong các khóa đã công bố.",
            f"The QR is signed with key {match['key'].lower()}, which is not among the published ones.",
            hint_vi="Tải lại tệp khóa tại /kiem-tra/khoa.json.",
            hint_en="Download the key file again at /kiem-tra/khoa.json.",
            code="qr_key_unknown",
        )
    body, _, signature = bare.rpartition(".")
    try:
        verifier(key).verify(base64.b32decode(signature + "="), _CONTEXT + body.encode())
    except (InvalidSignature, binascii.Error):
        raise QrRefusedError(
            "Chữ ký của mã QR không đúng: nội dung đã bị sửa hoặc mã QR giả.",
            "The signature of the QR does not hold: its content was changed, or it is forged.",
            hint_vi="Không dựa vào giấy này; báo cơ quan đăng ký đất đai.",
            hint_en="Do not rely on this paper; tell the land office.",
            code="qr_forged",
        ) from None
    day = match["day"]
    return QrFacts(
        match["serial"].replace("D*", "Đ"), match["unit"], None if day == "0" else date.fromisoformat(day),
        int(match["revision"]), match["digest"], match["token"].lower(),
    )  # fmt: skip


def _digest(paper: CertificateSnapshot) -> str:
    """80 bits over what the register says: status, rights, parcels with their legal areas, purposes. No names."""
    rights = rights_by_id(paper.right_ids)
    parcels = sorted({parcel for right in rights.values() for parcel in right.parcel_ids})
    areas = {
        version.parcel_id: next(
            (area for area in (version.area_certificate, version.area_labelled, version.area_computed) if area), None
        )
        for version in ParcelVersion.objects.filter(parcel_id__in=parcels, valid__upper_inf=True)
    }
    said = {
        "serial": paper.serial,
        "register_no": paper.register_no,
        "unit": paper.unit_id,
        "issued": str(paper.issued_on),
        "status": _FIRST if paper.status == "draft" else paper.status,
        "notes": len(paper.notes),
        "parcels": [[parcel, str(areas.get(parcel))] for parcel in parcels],
        "rights": [
            [right.id, right.form, [[use.parcel_id, use.code, str(use.area_m2), use.term, str(use.until)]
                                    for use in right.purposes]]
            for right in rights.values()
        ],
    }  # fmt: skip
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return base64.b32encode(hashlib.sha256(canonical).digest()[:_DIGEST_BYTES]).decode()
