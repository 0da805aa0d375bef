"""Files that belong together: found without regard to capitals or to the two ways of writing Vietnamese letters."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from importers.readers.errors import CompanionFile, MissingCompanion

OPTIONAL = {
    ".tab": (".dat", ".map", ".id", ".ind", ".dbf", ".jpg", ".jpeg", ".png", ".tif", ".tiff"),
    ".mif": (".mid",),
    ".shp": (".shx", ".dbf", ".prj", ".cpg", ".qix", ".sbn", ".sbx"),
    ".jpg": (".jgw", ".jpgw", ".wld", ".tab", ".jpg.aux.xml", ".prj"),
    ".jpeg": (".jgw", ".jpgw", ".wld", ".tab", ".prj"),
    ".png": (".pgw", ".pngw", ".wld", ".tab", ".prj"),
    ".tif": (".tfw", ".tifw", ".wld", ".tab", ".prj"),
    ".tiff": (".tfw", ".tifw", ".wld", ".tab", ".prj"),
}
"""Companions a main file may have."""

MAIN_OF = {
    ".dat": (".tab",),
    ".map": (".tab",),
    ".id": (".tab",),
    ".ind": (".tab",),
    ".mid": (".mif",),
    ".shx": (".shp",),
    ".dbf": (".shp", ".tab"),
    ".prj": (".shp", ".tif", ".jpg"),
    ".cpg": (".shp",),
    ".qix": (".shp",),
    ".sbn": (".shp",),
    ".sbx": (".shp",),
    ".jgw": (".jpg", ".jpeg"),
    ".jpgw": (".jpg", ".jpeg"),
    ".pgw": (".png",),
    ".tfw": (".tif", ".tiff"),
    ".wld": (".jpg", ".tif", ".png"),
}
"""The main file a companion belongs to, in the order people mean it."""


def plain_name(name: str) -> str:
    """Name for comparison: composed letters, no capitals."""
    return unicodedata.normalize("NFC", name).casefold()


@dataclass(frozen=True, slots=True)
class DataSet:
    """A main file and its companions by lower-case extension."""

    main: Path
    companions: dict[str, Path]


def data_set(main: Path) -> DataSet:
    """The companions that lie beside `main`."""
    stem = plain_name(main.stem)
    wanted = OPTIONAL.get(main.suffix.lower(), ())
    found: dict[str, Path] = {}
    if wanted:
        for entry in sorted(main.parent.iterdir()):
            for extension in wanted:
                if plain_name(entry.name) == stem + extension and entry != main and entry.is_file():
                    found.setdefault(extension, entry)
    return DataSet(main, found)


def main_files(paths: list[Path]) -> list[Path]:
    """The main files among `paths`: companions of a present main file are left out; a raster keeps its own .tab."""
    names = {(path.parent, plain_name(path.name)) for path in paths}

    def has(path: Path, extension: str) -> bool:
        return (path.parent, plain_name(path.stem) + extension) in names

    mains = []
    for path in paths:
        extension = path.suffix.lower()
        owners = MAIN_OF.get(extension, ())
        if extension == ".tab" and any(has(path, e) for e in (".jpg", ".jpeg", ".png", ".tif", ".tiff")):
            owners = (".jpg", ".jpeg", ".png", ".tif", ".tiff")
        if not any(has(path, owner) for owner in owners):
            mains.append(path)
    return mains


def refuse_companion(path: Path) -> None:
    """Raise when `path` is a companion by its name: say which file to open, or which file is missing."""
    owners = MAIN_OF.get(path.suffix.lower())
    if not owners:
        return
    for entry in sorted(path.parent.iterdir()):
        if plain_name(entry.stem) == plain_name(path.stem) and entry.suffix.lower() in owners:
            raise CompanionFile(
                f"“{path.name}” chỉ là tệp kèm theo của “{entry.name}”.",
                f"“{path.name}” is only a companion of “{entry.name}”.",
                hint_vi=f"Hãy mở “{entry.name}” (giữ các tệp cùng tên trong một thư mục).",
                hint_en=f"Open “{entry.name}” (keep the files of that name in one folder).",
            )
    raise MissingCompanion(
        f"“{path.name}” là tệp kèm theo nhưng không có tệp chính {' / '.join(owners)} cùng tên bên cạnh.",
        f"“{path.name}” is a companion, but no main file ({' / '.join(owners)}) of that name lies beside it.",
        hint_vi="Hãy gửi đủ bộ tệp cùng tên, nên nén thành một tệp zip.",
        hint_en="Send the whole set of that name, best as one zip file.",
    )
