"""Tables whose texts are bytes of an unstated alphabet, laid out so that GDAL hands the bytes through untouched.

Shapefiles are opened without an encoding; MapInfo headers are copied with the charset `Neutral`. What the files
declared is told, since it is seldom true.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from importers.readers import mapinfo_text
from importers.readers.companions import data_set
from importers.readers.errors import MissingCompanion
from importers.readers.ogr import check_shapefile


@dataclass(frozen=True, slots=True)
class LegacyTable:
    """Where GDAL opens the table and how; `announced` objects (None: not announced), the alphabet it declares."""

    path: Path
    options: dict[str, Any] = field(default_factory=dict)
    announced: int | None = None
    declared_encoding: str | None = None


def shapefile(path: Path) -> LegacyTable:
    """Check length and companions; refuses a cut-off .shp and a missing .dbf."""
    companions = data_set(path).companions
    check_shapefile(path, companions)
    declared = companions[".cpg"].read_text("latin-1").strip()[:40] if ".cpg" in companions else None
    return LegacyTable(path, {"ENCODING": ""}, None, declared)


def mif(path: Path, folder: Path) -> LegacyTable:
    """A copy of the .mif that says Neutral, with its .mid beside it."""
    companions = data_set(path).companions
    if ".mid" not in companions:
        raise _missing(path, ".mid")
    content = path.read_bytes()
    header = mapinfo_text.parse_mif_header(content, path.name)
    objects = mapinfo_text.check_objects(content, header, path.name)
    head = re.sub(rb'(?im)^([ \t]*charset[ \t]+)"[^"]*"', rb'\1"Neutral"', content[: header.data_at])
    copy = folder / f"{path.stem}.mif"
    with copy.open("wb") as sink:
        sink.write(head)
        sink.write(memoryview(content)[header.data_at :])
    copy.with_suffix(".mid").symlink_to(companions[".mid"].resolve())
    return LegacyTable(copy, {}, len(objects.kinds), header.charset)


def tab(path: Path, folder: Path) -> LegacyTable:
    """A copy of the .tab that says Neutral, with its set beside it; refuses incomplete sets and views."""
    table = mapinfo_text.parse_tab(path)
    companions = data_set(path).companions
    data = ".dbf" if table.kind == "DBF" else ".dat"
    for extension in (data, ".map", ".id"):
        if extension not in companions:
            raise _missing(path, extension)
    text = re.sub(r"(?im)^(!charset[ \t]+)\S+", r"\1Neutral", table.text)
    text = re.sub(r'(?im)^([ \t]*type[ \t]+\S+[ \t]+charset[ \t]+)"[^"]*"', r'\1"Neutral"', text)
    copy = folder / f"{path.stem}.tab"
    copy.write_bytes(text.encode("latin-1"))
    for extension, companion in companions.items():
        copy.with_suffix(extension).symlink_to(companion.resolve())
    return LegacyTable(copy, {}, None, table.charset)


def _missing(path: Path, extension: str) -> MissingCompanion:
    return MissingCompanion(
        f"Thiếu tệp “{path.stem}{extension}” đi cùng “{path.name}”.",
        f"“{path.stem}{extension}” is missing beside “{path.name}”.",
        hint_vi="Hãy gửi đủ bộ tệp cùng tên, nên nén thành một tệp zip.",
        hint_en="Send the whole set of that name, best as one zip file.",
    )
