"""Text columns of files that do not say their alphabet: bytes in, Unicode or the same bytes out.

One encoding serves a file, as `inspect_file` judges it. Bytes that cannot be read in it are kept as they stand and
counted; nothing is stripped.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gis_core.errors import TextError
from gis_core.text.charsets import certain, decode, guess


@dataclass(slots=True)
class Alphabet:
    """The encoding of a file's bytes, and what was seen while using it.

    `name` is 'auto' until `settle` has looked at samples; 'unknown' leaves bytes as Latin-1 letters, so that they can
    still be read by whoever knows better.
    """

    name: str = "auto"
    sample: list[bytes] = field(default_factory=list)
    fonts: list[str] = field(default_factory=list)
    unreadable: int = 0
    seen: dict[tuple[bytes, str | None], str] = field(default_factory=dict)

    def settle(self, raws: Iterable[bytes | None], fonts: Iterable[str | None] = ()) -> None:
        """Decide by the bytes when nobody stated the encoding."""
        if self.name != "auto":
            return
        self.sample += [raw for raw in raws if raw and not raw.isascii()][: 4000 - len(self.sample)]
        self.fonts += [font for font in fonts if font][:1000]

    def decided(self) -> str:
        """The encoding, decided now at the latest."""
        if self.name == "auto":
            self.name = (certain(guess(self.sample, self.fonts)) or "unknown") if self.sample else "utf-8"
        return self.name

    def text(self, raw: bytes | None, font: str | None = None) -> str | None:
        """Unicode of one text; equal texts are decoded once."""
        if raw is None:
            return None
        if raw.isascii() and font is None:
            return raw.decode("ascii")
        key = (raw, font)
        if key not in self.seen:
            self.seen[key] = self._decode(raw, font)
        return self.seen[key]

    def _decode(self, raw: bytes, font: str | None) -> str:
        name = self.decided()
        if name == "unknown":
            return raw.decode("latin-1")
        try:
            return decode(raw, name, font=font)
        except TextError:
            self.unreadable += 1
            return raw.decode("latin-1")


def has_only_ascii(column: pa.Array) -> bool:
    """True when no byte of a string or binary column is beyond ASCII."""
    buffers = column.buffers()
    if len(buffers) < 3 or buffers[2] is None:
        return True
    octets = np.frombuffer(buffers[2], dtype=np.uint8)
    return not bool((octets > 0x7F).any())


def as_binary(column: pa.Array) -> pa.Array:
    """The bytes of a text column, without a look at them."""
    large = pa.types.is_large_string(column.type) or pa.types.is_large_binary(column.type)
    kind = pa.large_binary() if large else pa.binary()
    return column if column.type == kind else column.view(kind)


def decode_column(column: pa.Array, alphabet: Alphabet) -> pa.Array:
    """A text column in Unicode; pure ASCII goes through untouched."""
    if has_only_ascii(column):
        return (
            column.view(pa.large_string() if pa.types.is_large_binary(column.type) else pa.string())
            if (pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type))
            else column
        )
    return pa.array([alphabet.text(raw) for raw in as_binary(column).to_pylist()], pa.string())


def is_text(kind: pa.DataType) -> bool:
    """True for string columns of either width."""
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)


def longest(column: pa.Array) -> int:
    """Bytes of the longest value."""
    found = pc.max(pc.binary_length(as_binary(column))).as_py() if len(column) else 0
    return int(found or 0)
