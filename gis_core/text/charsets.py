"""Legacy Vietnamese character sets: the one place to import from.

`decode`, `encode`, `decode_series`, `decode_view` convert; `guess` and `certain` tell which encoding bytes are in;
`font_encoding` and `shows_capitals` read font names.
"""

from gis_core.text.byte_tables import VIETNAMESE_LETTERS
from gis_core.text.conversion import ENCODINGS, decode, decode_series, decode_view, encode
from gis_core.text.detection import EncodingScore, certain, guess
from gis_core.text.fonts import font_encoding, shows_capitals

__all__ = [
    "ENCODINGS",
    "VIETNAMESE_LETTERS",
    "EncodingScore",
    "certain",
    "decode",
    "decode_series",
    "decode_view",
    "encode",
    "font_encoding",
    "guess",
    "shows_capitals",
]
