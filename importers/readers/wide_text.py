"""Texts of DGN files as Unicode: two-byte texts are marked in themselves, all others need the file's encoding."""

from gis_core.text.charsets import decode
from importers.readers.summary import WIDE_MARK


def decode_text(raw: bytes, encoding: str, *, font: str | None = None) -> str:
    """Decode one drawing text: `FF FD` means UTF-16 (little-endian), anything else is in `encoding`.

    Raises gis_core.errors.TextError for bytes the encoding does not know.
    """
    if raw.startswith(WIDE_MARK):
        body = raw[2 : 2 + (len(raw) - 2) // 2 * 2]
        return body.decode("utf-16-le", errors="replace").rstrip("\x00")
    return decode(raw, encoding, font=font)
