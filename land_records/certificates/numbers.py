"""Serial numbers (số phát hành) and book numbers (số vào sổ): patterns old and new (DOMAIN 7.1)."""

import re
import unicodedata

from land_records.certificates.errors import BadSerialError

_SERIAL = re.compile(r"([A-ZĐ]{1,2})(\d{6,8})")


def bare_serial(text: str) -> str:
    """Upper case, without blanks, dots and hyphens; Đ stays Đ. No check."""
    upper = unicodedata.normalize("NFC", text).upper()
    return re.sub(r"[\s.\-]", "", upper)


def checked_serial(text: str) -> str:
    """The bare serial of one of the three patterns. Raises BadSerialError.

    One letter with six or seven digits (oldest), two letters with six (until 2024), two letters with eight
    (Circular 10/2024/TT-BTNMT).
    """
    serial = bare_serial(text)
    match = _SERIAL.fullmatch(serial)
    allowed = {1: (6, 7), 2: (6, 8)}
    if match is None or len(match[2]) not in allowed[len(match[1])]:
        raise BadSerialError(
            f"“{text.strip()}” không phải số phát hành Giấy chứng nhận.",
            f"“{text.strip()}” is no serial number of a certificate.",
            hint_vi="Mẫu đúng: AA 01695788 (2 chữ, 8 số), AM 143443 (2 chữ, 6 số) hoặc D 1234567 (1 chữ, 6–7 số).",
            hint_en="Patterns: AA 01695788 (2 letters, 8 digits), AM 143443 (2, 6) or D 1234567 (1, 6–7).",
        )
    return serial


def split_serial(serial: str) -> tuple[str, str]:
    """Letters and figures of a bare serial."""
    match = _SERIAL.fullmatch(serial)
    return (match[1], match[2]) if match else ("", serial)


def printed_serial(serial: str) -> str:
    """A bare serial as it is printed: letters, blank, digits."""
    match = _SERIAL.fullmatch(serial)
    return f"{match[1]} {match[2]}" if match else serial


def bare_register_no(text: str) -> str:
    """Upper case with single blanks: CS 02214, VP 2144, 01439/QSDĐ, H 00123/DA."""
    upper = unicodedata.normalize("NFC", text).upper().replace(".", "")
    return re.sub(r"\s+", " ", upper).strip()
