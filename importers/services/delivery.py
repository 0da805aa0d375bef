"""What was delivered: one file, a main file with its companions, or an archive of several data sets.

A data set of several files is kept in the vault as one zip, packed with fixed dates and order, so that the same
files have the same SHA-256 wherever they come from.
"""

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from importers.intake import archive
from importers.readers.companions import data_set, main_files
from importers.services.workspace import Workspace

RASTERS = frozenset({".tif", ".tiff", ".jpg", ".jpeg", ".png"})
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class DataSet:
    """One data set of a delivery; `member` is its path inside the archive, empty for a plain file."""

    member: str
    kind: str


def kind_of(name: str) -> str:
    """What the name promises; the content decides later."""
    return "raster" if Path(name).suffix.lower() in RASTERS else "parcels"


@contextmanager
def as_one_file(path: Path) -> Iterator[Path]:
    """The file itself, or a zip of it with the companions that lie beside it."""
    companions = sorted(data_set(path).companions.values())
    if not companions:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="thodia-pack-") as folder:
        packed = Path(folder) / f"{path.stem}.zip"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
            for part in (path, *companions):
                entry = zipfile.ZipInfo(part.name, _FIXED_DATE)
                entry.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(entry, part.read_bytes())
        yield packed


def data_sets(stored: Path, name: str) -> list[DataSet]:
    """The data sets of a delivered file.

    Raises:
        UnreadableFile: an archive that is unsafe, a bomb, encrypted, or holds nothing to read.
    """
    if not zipfile.is_zipfile(stored):
        return [DataSet("", kind_of(name))]
    with tempfile.TemporaryDirectory(prefix="thodia-look-") as folder:
        root = Path(folder)
        mains = main_files(archive.unpack(stored, root))
        return [DataSet(str(main.relative_to(root)), kind_of(main.name)) for main in sorted(mains)]


def opened(stored: Path, member: str, workspace: Workspace) -> Path:
    """The path to read: the vault's file, or the member unpacked (once) into the batch's working folder."""
    if not member:
        return stored
    root = workspace.folder / "file"
    if not (root / member).exists():
        root.mkdir(exist_ok=True)
        archive.unpack(stored, root)
    return root / member
