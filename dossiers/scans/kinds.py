"""What a scan may be, by its first bytes; the name's ending is only a claim."""

from pathlib import PurePosixPath

from dossiers.errors import ScanRefused

MEDIA_TYPES = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png", "tiff": "image/tiff"}
"""Kinds of scans the archive takes, as the vault names them."""

ENDINGS = {
    ".pdf": "pdf", ".jpg": "jpeg", ".jpeg": "jpeg", ".jpe": "jpeg", ".png": "png", ".tif": "tiff", ".tiff": "tiff",
}  # fmt: skip
_SPOKEN = {"pdf": "PDF", "jpeg": "JPEG", "png": "PNG", "tiff": "TIFF"}


def is_scan_name(name: str) -> bool:
    """True when a name claims to be a scan."""
    return PurePosixPath(name).suffix.lower() in ENDINGS


def refuse_wrong_kind(name: str, found: str) -> None:
    """Refuse a content that is no scan, or not the scan its name claims (`found`: the vault's media kind)."""
    ending = PurePosixPath(name).suffix.lower()
    claimed = ENDINGS.get(ending)
    if found not in MEDIA_TYPES:
        raise ScanRefused(
            f"Nội dung tệp không phải PDF, JPEG, PNG hay TIFF{_despite(ending, 'dù tên có đuôi')}.",
            f"The content is no PDF, JPEG, PNG or TIFF{_despite(ending, 'although its name ends with')}.",
            hint_vi="Quét lại giấy tờ, hoặc xuất lại từ phần mềm gốc thành PDF rồi gửi lại.",
            hint_en="Scan the paper again, or export it again as PDF from its own program, and send it.",
            code="scan_unknown_kind",
        )
    if claimed != found:
        raise ScanRefused(
            f"Tên tệp có đuôi “{ending or '(không có)'}” nhưng nội dung là {_SPOKEN[found]}.",
            f"The name ends with “{ending or '(nothing)'}” but the content is {_SPOKEN[found]}.",
            hint_vi="Kiểm tra xem có chọn nhầm tệp không; nếu đúng tệp, đặt lại đuôi cho khớp rồi gửi lại.",
            hint_en="Check whether this is the right file; if so, give it the right ending and send it again.",
            code="scan_not_what_it_claims",
        )


def _despite(ending: str, words: str) -> str:
    return f" {words} “{ending}”" if ending in ENDINGS else ""
