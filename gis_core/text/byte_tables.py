"""Byte tables of the legacy Vietnamese character sets, as facts.

TCVN3 (fonts `.Vn…`, part of TCVN 5712:1993) is one byte a letter and knows no accented capitals; VNI-Windows is a
base letter followed by a mark byte. The tables agree with TCVN 5712-1 as glibc knows it and with the published VNI
layout; VNI Ỷ Ỹ ỷ ỹ are letter + mark (some converters get them wrong).
"""

import unicodedata

_TCVN3_ROW = (
    "A1Ă A2Â A3Ê A4Ô A5Ơ A6Ư A7Đ A8ă A9â AAê ABô ACơ ADư AEđ B5à B6ả B7ã B8á B9ạ BBằ BCẳ BDẵ BEắ C6ặ C7ầ C8ẩ C9ẫ CAấ "
    "CBậ CCè CEẻ CFẽ D0é D1ẹ D2ề D3ể D4ễ D5ế D6ệ D7ì D8ỉ DCĩ DDí DEị DFò E1ỏ E2õ E3ó E4ọ E5ồ E6ổ E7ỗ E8ố E9ộ EAờ EBở "
    "ECỡ EDớ EEợ EFù F1ủ F2ũ F3ú F4ụ F5ừ F6ử F7ữ F8ứ F9ự FAỳ FBỷ FCỹ FDý FEỵ"
)
_VN1_ROW = (  # the further codes of full TCVN 5712-1, never written by us
    "AFẰ BAẲ BFẴ C0Ắ C1Ầ C2Ẩ C3Ẫ C4Ấ C5Ề CDỂ D9Ễ DAẾ DBỒ E0Ổ F0Ỗ FFỐ 01Ú 02Ụ 04Ừ 05Ử 06Ữ 11Ứ 12Ự 13Ỳ 14Ỷ 15Ỹ 16Ý 17Ỵ "
    "80À 81Ả 82Ã 83Á 84Ạ 85Ặ 86Ậ 87È 88Ẻ 89Ẽ 8AÉ 8BẸ 8CỆ 8DÌ 8EỈ 8FĨ 90Í 91Ị 92Ò 93Ỏ 94Õ 95Ó 96Ọ 97Ộ 98Ờ 99Ở 9AỠ 9BỚ "
    "9CỢ 9DÙ 9EỦ 9FŨ"
)
_VN1_COMBINING = {0xB0: "\u0300", 0xB1: "\u0309", 0xB2: "\u0303", 0xB3: "\u0301", 0xB4: "\u0323"}

_TONES = {"grave": "\u0300", "acute": "\u0301", "hook": "\u0309", "tilde": "\u0303", "dot": "\u0323"}
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"


def _row(text: str) -> dict[int, str]:
    return {int(item[:2], 16): item[2:] for item in text.split()}


def compose(*marks: str) -> str:
    """NFC of a base letter and its marks."""
    return unicodedata.normalize("NFC", "".join(marks))


TCVN3: dict[int, str] = _row(_TCVN3_ROW)
"""Byte → letter of the ABC fonts. 0xAD (ư) is U+00AD, the soft hyphen, when read as Latin-1: never strip it."""

TCVN3_FULL: dict[int, str] = {**TCVN3, **_row(_VN1_ROW), **_VN1_COMBINING, 0xA0: "\u00a0"}
"""TCVN3 and the further codes of TCVN 5712-1, for reading only."""


def _tcvn3_pairs() -> dict[str, str]:
    """Capital base letter + small toned letter → accented capital, as several converters write it (41 B5 = À)."""
    base_of = {**{letter: ord(letter) for letter in "AEIOUY"}, **{TCVN3[b]: b for b in range(0xA1, 0xA8)}}
    small = {letter: byte for byte, letter in TCVN3.items() if letter.islower()}
    pairs = {}
    for letter, byte in small.items():
        parts = unicodedata.normalize("NFD", letter)
        tone = [mark for mark in parts[1:] if mark in _TONES.values()]
        if not tone:
            continue
        base = compose(*(mark for mark in parts.upper() if mark not in tone))
        if base in base_of:
            pairs[chr(base_of[base]) + chr(byte)] = letter.upper()
    return pairs


TCVN3_PAIRS: dict[str, str] = _tcvn3_pairs()
"""Two bytes (as Latin-1 characters) → accented capital."""

_VNI_SINGLE = "D1Đ F1đ D4Ơ F4ơ D6Ư F6ư CCÌ ECì CDÍ EDí C6Ỉ E6ỉ D3Ĩ F3ĩ D2Ị F2ị CEỴ EEỵ"
_VNI_PLAIN = {"grave": 0xF8, "acute": 0xF9, "hook": 0xFB, "tilde": 0xF5, "dot": 0xEF}
_VNI_CIRCUMFLEX = {"": 0xE2, "grave": 0xE0, "acute": 0xE1, "hook": 0xE5, "tilde": 0xE3, "dot": 0xE4}
_VNI_BREVE = {"": 0xEA, "grave": 0xE8, "acute": 0xE9, "hook": 0xFA, "tilde": 0xFC, "dot": 0xEB}

VNI_SINGLES: dict[str, str] = {chr(byte): letter for byte, letter in _row(_VNI_SINGLE).items()}
"""Letters VNI writes with one byte (as Latin-1 character → letter)."""


def _vni_pairs() -> dict[str, str]:
    small: dict[str, str] = {}
    for base, horn in (("a", ""), ("e", ""), ("o", ""), ("u", ""), ("y", ""), ("\xf4", "o"), ("\xf6", "u")):
        for tone, byte in _VNI_PLAIN.items():
            if base == "y" and tone == "dot":
                continue  # ỵ has a byte of its own
            letter = compose(horn, _HORN, _TONES[tone]) if horn else compose(base, _TONES[tone])
            small[base + chr(byte)] = letter
    for base, table, shape in (
        ("a", _VNI_CIRCUMFLEX, _CIRCUMFLEX),
        ("e", _VNI_CIRCUMFLEX, _CIRCUMFLEX),
        ("o", _VNI_CIRCUMFLEX, _CIRCUMFLEX),
        ("a", _VNI_BREVE, _BREVE),
    ):
        for tone, byte in table.items():
            small[base + chr(byte)] = compose(base, shape, _TONES.get(tone, ""))
    pairs = dict(small)
    for key, letter in small.items():
        base, mark = key[0], key[1]
        capital_base, capital_mark = chr(ord(base) & ~0x20), chr(ord(mark) & ~0x20)
        pairs[capital_base + capital_mark] = letter.upper()
        # careless typing mixes the cases of letter and mark; the letter decides
        pairs.setdefault(capital_base + mark, letter.upper())
        pairs.setdefault(base + capital_mark, letter)
    return pairs


VNI_PAIRS: dict[str, str] = _vni_pairs()
"""Letter + mark (as Latin-1 characters) → letter, all spellings that occur."""

TCVN3_BYTES: dict[str, bytes] = {
    **{letter: bytes([byte]) for byte, letter in TCVN3.items()},
    **{letter: pair.encode("latin-1") for pair, letter in TCVN3_PAIRS.items()},
}
"""Letter → bytes for writing TCVN3; accented capitals as pairs."""

VNI_BYTES: dict[str, bytes] = {
    **{letter: pair.encode("latin-1") for pair, letter in reversed(VNI_PAIRS.items())},
    **{letter: single.encode("latin-1") for single, letter in VNI_SINGLES.items()},
}
"""Letter → bytes for writing VNI; capital letters carry capital marks."""


def _all_letters() -> str:
    letters = "ăâđêôơư"
    for base in ("a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"):
        letters += "".join(compose(base, tone) for tone in _TONES.values())
    return letters + letters.upper()


VIETNAMESE_LETTERS: str = _all_letters()
"""The 134 letters of Vietnamese beyond ASCII, small and capital, composed (NFC)."""
