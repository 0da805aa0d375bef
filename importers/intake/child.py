"""Open an uploaded file only in a child process: unprivileged, limited, killed with its whole group.

The parent stages the file and its companions in a folder of its own (companions get the main file's stem and
lower-case extensions, so that readers pair them), starts the reader, and takes back JSON and Arrow files. A reader
that dies is `reader_crashed`, one that does not end is `reader_timeout`; the file itself is never touched.
"""

import json
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import geopandas
import pyarrow as pa

from gis_core.process import parent
from gis_core.process.parent import PROJECT, ChildDied, ChildTimedOut
from importers.intake.blocks import as_frame
from importers.intake.fingerprint import sha256_of
from importers.intake.limits import Limits
from importers.intake.opinions import add_opinions
from importers.readers.companions import data_set, refuse_companion
from importers.readers.errors import (
    ERROR_CLASSES,
    MissingCompanion,
    ReaderCrashed,
    ReaderTimeout,
    TooLarge,
    UnreadableFile,
)
from importers.readers.protocol import FileInfo

__all__ = ["PROJECT", "Blocks", "FileReading", "Limits", "read_file", "run_limited"]

ENTRY = "importers.intake.child_main:main"


class Blocks:
    """The elements of a file, block by block; may be walked more than once."""

    def __init__(self, folder: Path, count: int) -> None:
        self._folder = folder
        self._count = count

    def __len__(self) -> int:
        return self._count

    def keep_in(self, folder: Path) -> None:
        """Copy the blocks as they came into an empty folder; `Blocks.kept` finds them there."""
        for number in range(self._count):
            shutil.copyfile(self._file(self._folder, number), self._file(folder, number))

    @classmethod
    def kept(cls, folder: Path) -> "Blocks":
        """The blocks another reading left in a folder."""
        return cls(folder, len(list(folder.glob("block-*.arrow"))))

    @staticmethod
    def _file(folder: Path, number: int) -> Path:
        return folder / f"block-{number:05d}.arrow"

    def __iter__(self) -> Iterator[geopandas.GeoDataFrame]:
        for number in range(self._count):
            with pa.memory_map(str(self._file(self._folder, number))) as source:
                table = pa.ipc.open_file(source).read_all()
                table.validate(full=True)
                yield as_frame(table)


class FileReading:
    """What reading gave: `info` describes the file, `blocks` holds its elements; close it to free the disk."""

    def __init__(self, info: FileInfo, blocks: Blocks, folder: "tempfile.TemporaryDirectory[str]") -> None:
        self.info = info
        self.blocks = blocks
        self._folder = folder

    def close(self) -> None:
        """Remove the temporary files; blocks cannot be walked afterwards."""
        self._folder.cleanup()

    def __enter__(self) -> "FileReading":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def read_file(
    path: Path,
    *,
    limits: Limits | None = None,
    with_blocks: bool = True,
    expected_srid: int | None = None,
    unit_bounds: tuple[float, float, float, float] | None = None,
    name: str | None = None,
) -> FileReading:
    """Read one file (not an archive) with its companions in a child process.

    `expected_srid` and `unit_bounds` (in that system) sharpen the CRS candidates; `name` is the name the file was
    uploaded under when `path` is its place in the vault (the extension decides which companions it has). Raises a
    subclass of UnreadableFile for every refusal.
    """
    limits = limits or Limits()
    if path.stat().st_size > limits.file_bytes:
        raise _too_large(path, limits)
    folder = tempfile.TemporaryDirectory(prefix="thodia-read-")
    try:
        info, count = _read_in(Path(folder.name), path, limits, with_blocks, name)
        add_opinions(info, Path(folder.name) / "out" / "texts.arrow", expected_srid, unit_bounds)
        return FileReading(info, Blocks(Path(folder.name) / "out", count), folder)
    except BaseException:
        folder.cleanup()
        raise


def _read_in(work: Path, path: Path, limits: Limits, with_blocks: bool, name: str | None) -> tuple[FileInfo, int]:
    staged = _stage(path, work / "in", name or path.name)
    out = work / "out"
    out.mkdir()
    parent.open_to_child(work, out, staged.parent)
    job = work / "job.json"
    job.write_text(
        json.dumps(
            {
                "path": str(staged),
                "out": str(out),
                "with_blocks": with_blocks,
                "limits": asdict(limits),
                "user": parent.unprivileged_user(),
            }
        ),
        "utf-8",
    )
    run_limited(parent.isolated(ENTRY, job), out, limits, name or path.name)
    return _result(out, path, name or path.name)


def _stage(path: Path, target: Path, name: str) -> Path:
    """Lay the file and its companions into `target` under clean names; as root as copies, otherwise as links."""
    target.mkdir(mode=0o755)
    clean = unicodedata.normalize("NFC", Path(name).name) or "file"
    stem, suffix = Path(clean).stem[:80], Path(clean).suffix
    main = target / f"{stem}{suffix}"
    parent.lay(path, main)
    for extension, companion in data_set(path).companions.items():
        parent.lay(companion, target / f"{stem}{extension}")
    return main


def run_limited(command: list[str], out: Path, limits: Limits, name: str) -> None:
    """Run a reading process; its death and its overtime are told with the file's name.

    Raises ReaderTimeout or ReaderCrashed; a process that ends by itself with code 0 is fine.
    """
    try:
        parent.run_limited(command, out, limits)
    except ChildTimedOut as late:
        raise _timeout(name, late.seconds) from None
    except ChildDied as death:
        raise _crashed(name, death.reason) from None


def _result(out: Path, path: Path, name: str) -> tuple[FileInfo, int]:
    if (out / "error.json").exists():
        refusal = _refusal(json.loads((out / "error.json").read_text("utf-8")), name)
        if isinstance(refusal, MissingCompanion) and path.suffix.lower() == Path(name).suffix.lower():
            refuse_companion(path)  # the child saw the file alone; here its main file may lie beside it
        raise refusal
    if not (out / "info.json").exists():
        raise _crashed(name, "exit 0")
    answer = json.loads((out / "info.json").read_text("utf-8"))
    info = FileInfo.from_json(answer["info"])
    info.sha256, info.size = sha256_of(path), path.stat().st_size
    return info, int(answer["blocks"])


def _refusal(answer: dict[str, Any], name: str) -> UnreadableFile:
    code = str(answer.get("code", "unreadable_file"))
    if "reason" in answer:
        return _crashed(name, str(answer["reason"]))
    hint = answer.get("hint") or {}
    return ERROR_CLASSES.get(code, UnreadableFile)(
        str(answer["message_vi"]),
        str(answer["message_en"]),
        hint_vi=str(hint.get("vi", "")),
        hint_en=str(hint.get("en", "")),
        code=code,
    )


def _timeout(name: str, seconds: float) -> ReaderTimeout:
    return ReaderTimeout(
        f"Đọc “{name}” quá {seconds:g} giây nên đã dừng; tệp được giữ lại để kiểm tra.",
        f"Reading “{name}” took more than {seconds:g} seconds and was stopped; the file is kept.",
        hint_vi="Hãy mở và lưu lại tệp trong phần mềm gốc, hoặc chia thành nhiều tờ rồi gửi lại.",
        hint_en="Open and save the file in its own program, or split it into sheets, and send it again.",
    )


def _crashed(name: str, reason: str) -> ReaderCrashed:
    return ReaderCrashed(
        f"Trình đọc bị hỏng khi đọc “{name}” ({reason}); không có gì được nhập, tệp được giữ lại để kiểm tra.",
        f"The reader died on “{name}” ({reason}); nothing was imported and the file is kept.",
        hint_vi="Hãy mở và lưu lại tệp trong phần mềm gốc rồi gửi lại; nếu vẫn lỗi, báo người quản trị.",
        hint_en="Open and save the file in its own program and send it again. If that fails, tell the administrator.",
    )


def _too_large(path: Path, limits: Limits) -> TooLarge:
    return TooLarge(
        f"“{path.name}” lớn hơn {limits.file_bytes >> 20} MB.",
        f"“{path.name}” is larger than {limits.file_bytes >> 20} MB.",
        hint_vi="Hãy chia thành nhiều tệp.",
        hint_en="Split it into several files.",
    )
