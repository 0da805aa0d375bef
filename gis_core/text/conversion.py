"""Decode and encode legacy Vietnamese text; what cannot be read exactly is refused, never guessed."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

from gis_core.errors import TextError
from gis_core.text.byte_tables import TCVN3_BYTES, TCVN3_FULL, TCVN3_PAIRS, VNI_BYTES, VNI_PAIRS, VNI_SINGLES
from gis_core.text.fonts import shows_capitals

ENCODINGS = ("utf-8", "tcvn3", "vni", "cp1258")
"""The encodings land-office files use; names of the command contract."""

Errors = Literal["strict", "replace"]

_MINUS = "\u2212"
_SOFT_HYPHEN = "\u00ad"
_TCVN3_UNITS = {**{chr(byte): letter for byte, letter in TCVN3_FULL.items()}, **TCVN3_PAIRS}
# one pass, pairs first: a replaced letter such as À (U+00C0) must not be taken for a byte again
_TCVN3_UNIT = re.compile("|".join(sorted(map(re.escape, _TCVN3_UNITS), key=len, reverse=True)))
_VNI_PAIR = re.compile("|".join(map(re.escape, VNI_PAIRS)))
_VNI_CHARS = {ord(single): letter for single, letter in VNI_SINGLES.items()}
_VNI_MARKS = frozenset(pair[1] for pair in VNI_PAIRS)
_CP1258_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


def decode(raw: bytes, encoding: str, *, font: str | None = None, errors: Errors = "strict") -> str:
    """Text of `raw` in NFC. Nothing is stripped: 0xAD is ư in TCVN3.

    `font` applies font rules (`.VnTimeH` shows capitals). With `errors='strict'` a byte without a meaning raises
    TextError with its position; with 'replace' it becomes U+FFFD, to be reported as TEXT-UNCERTAIN.
    """
    if encoding not in ENCODINGS:
        raise _unknown_encoding(encoding)
    if raw.isascii() and not (encoding == "tcvn3" and _has_low_codes(raw)):
        text = raw.decode("ascii")
    elif encoding == "utf-8":
        text = _by_codec(raw, "utf-8-sig", errors)
    elif encoding == "cp1258":
        text = _by_codec(raw, "cp1258", errors)
    elif encoding == "tcvn3":
        text = _from_tcvn3(raw)
    else:
        text = _from_vni(raw, errors)
    text = unicodedata.normalize("NFC", text)
    return text.upper() if shows_capitals(font) else text


def decode_series(
    raws: Iterable[bytes | None], encoding: str, *, font: str | None = None, errors: Errors = "strict"
) -> list[str | None]:
    """Decode many texts; equal bytes are decoded once, None stays None."""
    seen: dict[bytes, str] = {}
    result: list[str | None] = []
    for raw in raws:
        if raw is None:
            result.append(None)
            continue
        if raw not in seen:
            seen[raw] = decode(raw, encoding, font=font, errors=errors)
        result.append(seen[raw])
    return result


def decode_view(text: str, encoding: str, *, font: str | None = None, errors: Errors = "strict") -> str:
    """Repair text somebody already read as Latin-1 or Windows-1252 ("§Êt ë" → "Đất ở").

    PDF extraction turns TCVN3's ư (0xAD) into the minus sign U+2212; it is turned back here.
    """
    raw = bytearray()
    for position, letter in enumerate(text.replace(_MINUS, _SOFT_HYPHEN)):
        if ord(letter) < 256:
            raw.append(ord(letter))
            continue
        try:
            raw += letter.encode("cp1252")
        except UnicodeEncodeError as error:
            if errors == "strict":
                raise _unreadable("cp1252", position) from error
            raw += b"?"
    return decode(bytes(raw), encoding, font=font, errors=errors)


def encode(text: str, encoding: str) -> bytes:
    """Bytes of `text`; the same text comes back from `decode`, or TextError is raised.

    TCVN3 writes accented capitals as capital + toned small letter (À = 41 B5); the rare text that holds those two
    letters side by side ("Aà") cannot be told apart and is refused.
    """
    composed = unicodedata.normalize("NFC", text)
    if encoding == "utf-8":
        return composed.encode("utf-8")
    if encoding == "cp1258":
        raw = b"".join(_cp1258_letter(letter, position) for position, letter in enumerate(composed))
    elif encoding == "tcvn3":
        raw = b"".join(_by_table(letter, TCVN3_BYTES, "tcvn3", i) for i, letter in enumerate(composed))
    elif encoding == "vni":
        raw = b"".join(_by_table(letter, VNI_BYTES, "vni", i) for i, letter in enumerate(composed))
    else:
        raise _unknown_encoding(encoding)
    if decode(raw, encoding) != composed:
        raise TextError(
            f"Chuỗi chữ không viết được rõ ràng bằng bảng mã {encoding}.",
            f"The text cannot be written unambiguously in {encoding}.",
            code="text_ambiguous",
        )
    return raw


def _has_low_codes(raw: bytes) -> bool:
    return any(byte < 0x18 and byte not in (0x09, 0x0A, 0x0D, 0x00) for byte in raw)


def _by_codec(raw: bytes, codec: str, errors: Errors) -> str:
    try:
        return raw.decode(codec, errors)
    except UnicodeDecodeError as error:
        raise _unreadable(codec.removesuffix("-sig"), error.start) from error


def _from_tcvn3(raw: bytes) -> str:
    # every byte above 0x7F has a meaning in full TCVN 5712-1, so nothing is left to refuse
    return _TCVN3_UNIT.sub(lambda unit: _TCVN3_UNITS[unit[0]], raw.decode("latin-1"))


def _from_vni(raw: bytes, errors: Errors) -> str:
    source = raw.decode("latin-1")
    out: list[str] = []
    last = 0
    for pair in _VNI_PAIR.finditer(source):
        out += (_vni_rest(source, last, pair.start(), errors), VNI_PAIRS[pair[0]])
        last = pair.end()
    out.append(_vni_rest(source, last, len(source), errors))
    return "".join(out)


def _vni_rest(source: str, start: int, stop: int, errors: Errors) -> str:
    """The stretch between two letter + mark pairs; a mark without its letter has no meaning."""
    rest = source[start:stop]
    for offset, letter in enumerate(rest):
        if letter in _VNI_MARKS and errors == "strict":
            raise _unreadable("vni", start + offset)
    marked = "".join("\ufffd" if letter in _VNI_MARKS else letter for letter in rest)
    # what is neither letter nor mark keeps its Windows-1252 meaning (², °, quotation marks, dashes)
    return marked.translate(_VNI_CHARS).translate(_CP1252_REST)


_CP1252_REST = {
    byte: bytes([byte]).decode("cp1252")
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)  # Windows-1252 leaves these five empty
}
_CP1252_BYTES = {letter: bytes([byte]) for byte, letter in _CP1252_REST.items()}


def _by_table(letter: str, table: dict[str, bytes], encoding: str, position: int) -> bytes:
    if letter in table:
        return table[letter]
    if letter.isascii():
        return letter.encode("ascii")
    if encoding == "vni" and letter in _CP1252_BYTES:
        return _CP1252_BYTES[letter]
    if encoding == "vni" and "\xa0" <= letter <= "\xbf":
        return letter.encode("latin-1")
    if encoding == "tcvn3" and letter == "\xa0":
        return b"\xa0"
    raise _unwritable(encoding, position)


def _cp1258_letter(letter: str, position: int) -> bytes:
    """Windows-1258 keeps ă â ê ô ơ ư đ whole and writes tones after the letter; some letters exist whole."""
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
    tones = "".join(mark for mark in parts if mark in _CP1258_TONES)
    base = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _CP1258_TONES))
    try:
        return (base + tones).encode("cp1258")
    except UnicodeEncodeError as error:
        raise _unwritable("cp1258", position) from error


def _unknown_encoding(encoding: str) -> TextError:
    return TextError(
        f"Không biết bảng mã “{encoding}”.",
        f"Unknown encoding “{encoding}”.",
        hint_vi=f"Chọn một trong: {', '.join(ENCODINGS)}.",
        hint_en=f"Choose one of: {', '.join(ENCODINGS)}.",
        code="encoding_unknown",
    )


def _unreadable(encoding: str, position: int) -> TextError:
    return TextError(
        f"Byte thứ {position + 1} không có nghĩa trong bảng mã {encoding}.",
        f"Byte {position + 1} has no meaning in {encoding}.",
        hint_vi="Chọn bảng mã khác (TCVN3, VNI, CP1258, UTF-8).",
        hint_en="Choose another encoding (TCVN3, VNI, CP1258, UTF-8).",
        code="text_unreadable",
    )


def _unwritable(encoding: str, position: int) -> TextError:
    return TextError(
        f"Ký tự thứ {position + 1} không có trong bảng mã {encoding}.",
        f"Character {position + 1} does not exist in {encoding}.",
        code="text_unwritable",
    )
