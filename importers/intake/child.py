"""Open an uploaded file only in a child process: unprivileged, limited, killed with its whole group.

The parent stages the file and its companions in a folder of its own (companions get the main file's stem and
lower-case extensions, so that readers pair them), starts the reader, and takes back JSON and Arrow files. A reader
that dies is `reader_crashed`, one that does not end is `reader_timeout`; the file itself is never touched.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import geopandas
import pyarrow as pa

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

PROJECT = Path(__file__).resolve().parents[2]
UNPRIVILEGED_USER = "nobody"
BOOTSTRAP = (
    "import sys; sys.path[:0] = [sys.argv.pop(1)]; "
    "from importers.intake.child_main import main; sys.exit(main(sys.argv[1:]))"
)
"""Code of the child: isolated mode (-I) takes neither the environment's nor the current folder's modules."""


class Blocks:
    """The elements of a file, block by block; may be walked more than once."""

    def __init__(self, folder: Path, count: int) -> None:
        self._folder = folder
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[geopandas.GeoDataFrame]:
        for number in range(self._count):
            with pa.memory_map(str(self._folder / f"block-{number:05d}.arrow")) as source:
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
    as_root = os.geteuid() == 0
    if as_root:
        work.chmod(0o755)
        out.chmod(0o777)
        staged.parent.chmod(0o777)
    job = work / "job.json"
    job.write_text(
        json.dumps(
            {
                "path": str(staged),
                "out": str(out),
                "with_blocks": with_blocks,
                "limits": asdict(limits),
                "user": UNPRIVILEGED_USER if as_root else None,
            }
        ),
        "utf-8",
    )
    command = [sys.executable, "-I", "-X", "utf8", "-c", BOOTSTRAP, str(PROJECT), str(job)]
    run_limited(command, out, limits, name or path.name)
    return _result(out, path, name or path.name)


def _stage(path: Path, target: Path, name: str) -> Path:
    """Lay the file and its companions into `target` under clean names; as root as copies, otherwise as links."""
    target.mkdir(mode=0o755)
    clean = unicodedata.normalize("NFC", Path(name).name) or "file"
    stem, suffix = Path(clean).stem[:80], Path(clean).suffix
    main = target / f"{stem}{suffix}"
    _lay(path, main)
    for extension, companion in data_set(path).companions.items():
        _lay(companion, target / f"{stem}{extension}")
    return main


def _lay(source: Path, target: Path) -> None:
    if os.geteuid() == 0:
        shutil.copyfile(source, target)
        target.chmod(0o644)
    else:
        target.symlink_to(source.resolve())


def run_limited(command: list[str], out: Path, limits: Limits, name: str) -> None:
    """Run a reading process with a clean environment; kill its whole group when time is up or it has ended.

    Raises ReaderTimeout or ReaderCrashed; a process that ends by itself with code 0 is fine.
    """
    environment = {
        "PATH": "/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "TMPDIR": str(out),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "GDAL_NUM_THREADS": "1",
        "CPL_DEBUG": "OFF",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    with (out / "stderr.txt").open("wb") as errors:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env=environment,
            cwd=out,
            start_new_session=True,
            close_fds=True,
        )
        try:
            code = process.wait(timeout=limits.wall_seconds)
        except subprocess.TimeoutExpired:
            _kill_group(process.pid)
            process.wait()
            raise _timeout(name, limits.wall_seconds) from None
        except BaseException:
            _kill_group(process.pid)
            process.wait()
            raise
    _kill_group(process.pid)
    if code == -signal.SIGXCPU:
        raise _timeout(name, limits.cpu_seconds)
    if code != 0:
        raise _crashed(name, code)


def _kill_group(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _result(out: Path, path: Path, name: str) -> tuple[FileInfo, int]:
    if (out / "error.json").exists():
        refusal = _refusal(json.loads((out / "error.json").read_text("utf-8")), name)
        if isinstance(refusal, MissingCompanion) and path.suffix.lower() == Path(name).suffix.lower():
            refuse_companion(path)  # the child saw the file alone; here its main file may lie beside it
        raise refusal
    if not (out / "info.json").exists():
        raise _crashed(name, 0)
    answer = json.loads((out / "info.json").read_text("utf-8"))
    info = FileInfo.from_json(answer["info"])
    info.sha256, info.size = sha256_of(path), path.stat().st_size
    return info, int(answer["blocks"])


def _refusal(answer: dict[str, Any], name: str) -> UnreadableFile:
    code = str(answer.get("code", "unreadable_file"))
    if "reason" in answer:
        return _crashed(name, 0, str(answer["reason"]))
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


def _crashed(name: str, code: int, reason: str = "") -> ReaderCrashed:
    reason = reason or (signal.Signals(-code).name if code < 0 else f"exit {code}")
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
