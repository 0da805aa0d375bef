"""Unpack uploaded ZIP files without trusting a word of them.

Refused before a byte is written: paths that leave the folder, absolute paths, links and special files, encryption,
too many entries, names twice, names no disk can hold. Sizes are counted while inflating, never believed. Archives in
archives stay packed. Names without the UTF-8 flag are read as UTF-8 when they are, otherwise as CP1258 or CP437.
"""

import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from importers.intake.limits import ArchiveLimits
from importers.readers.companions import OPTIONAL, main_files, plain_name
from importers.readers.errors import ArchiveBomb, UnreadableFile, UnsafeArchive

LITTER = {"__macosx", "thumbs.db", ".ds_store", "desktop.ini"}
"""Left behind by desktops; never data."""

PIECE = 1 << 20
UTF8_FLAG, ENCRYPTED_FLAG = 0x800, 0x1
DRAWINGS = {".dgn", ".tab", ".mif", ".shp", ".gpkg", ".geojson", ".json", ".dxf", ".gpx", ".tif", ".tiff", ".jpg",
            ".jpeg", ".png"}  # fmt: skip
"""What may start a data set; texts and pictures of other kinds are listed last."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One regular file of the archive and the relative path it gets."""

    info: zipfile.ZipInfo
    path: PurePosixPath


def is_archive(path: Path) -> bool:
    """True for a ZIP by content."""
    with path.open("rb") as file:
        return file.read(4) in {b"PK\x03\x04", b"PK\x05\x06"}


def unpack(path: Path, target: Path, *, limits: ArchiveLimits | None = None) -> list[Path]:
    """Unpack into the empty folder `target`; returns the main files of the data sets, drawings first.

    Raises UnsafeArchive or ArchiveBomb; nothing stays in `target` then.
    """
    written = unpack_all(path, target, limits=limits)
    try:
        mains = main_files(written)
    except UnreadableFile:
        _remove(written)
        raise
    return sorted(mains, key=lambda p: (p.suffix.lower() not in DRAWINGS, str(p)))


def unpack_all(path: Path, target: Path, *, limits: ArchiveLimits | None = None) -> list[Path]:
    """Unpack into the empty folder `target`; returns every file, whatever it is.

    Raises UnsafeArchive or ArchiveBomb; nothing stays in `target` then.
    """
    limits = limits or ArchiveLimits()
    target.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    try:
        with zipfile.ZipFile(path) as archive:
            entries = _checked_entries(archive, limits)
            budget = _Budget(limits, path.stat().st_size)
            for entry in entries:
                written.append(target.joinpath(*entry.path.parts))
                _write(archive, entry, written[-1], budget)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as problem:
        _remove(written)
        raise _unreadable(path, problem) from problem
    except UnreadableFile:
        _remove(written)
        raise
    return written


class _Budget:
    """Counts unpacked bytes over the whole archive."""

    def __init__(self, limits: ArchiveLimits, packed: int) -> None:
        self._limits = limits
        self._packed = max(packed, 1)
        self._spent = 0

    def spend(self, size: int) -> None:
        self._spent += size
        if self._spent > self._limits.total_bytes:
            raise _bomb(f"hơn {self._limits.total_bytes >> 20} MB", f"more than {self._limits.total_bytes >> 20} MB")
        if self._spent > self._limits.free_bytes and self._spent > self._limits.ratio * self._packed:
            ratio = self._spent // self._packed
            raise _bomb(f"gấp hơn {ratio} lần kích thước nén", f"over {ratio} times its packed size")


def _bomb(vi: str, en: str) -> ArchiveBomb:
    return ArchiveBomb(
        f"Tệp nén bung ra {vi}; đã dừng, không giữ lại gì.",
        f"The archive unpacks to {en}; it was stopped and nothing was kept.",
        hint_vi="Chỉ nén các tệp bản đồ, không nén tệp rỗng hay bản sao lưu.",
        hint_en="Pack only the map files.",
    )


def _checked_entries(archive: zipfile.ZipFile, limits: ArchiveLimits) -> list[Entry]:
    infos = archive.infolist()
    if len(infos) > limits.entries:
        raise _bomb(f"{len(infos)} tệp (tối đa {limits.entries})", f"{len(infos)} files (at most {limits.entries})")
    entries, seen = [], set()
    for info in infos:
        name = entry_name(info)
        if info.flag_bits & ENCRYPTED_FLAG:
            raise _unsafe("Tệp nén có mật khẩu.", "The archive is encrypted.", "Nén lại không đặt mật khẩu.")
        _refuse_special(info, name)
        relative = _safe_path(name, limits)
        if relative is None or info.is_dir():
            continue
        key = plain_name(str(relative))
        if key in seen:
            raise _unsafe(
                f"Tệp nén có hai tệp cùng tên “{relative}” (không phân biệt chữ hoa).",
                f"The archive holds “{relative}” twice (capitals apart).",
                "Nén lại, mỗi tên một tệp.",
            )
        seen.add(key)
        if info.filename not in {name, info.orig_filename} and not name:
            continue
        entries.append(Entry(info, relative))
    declared = sum(entry.info.file_size for entry in entries)
    if declared > limits.total_bytes:
        raise _bomb(f"{declared >> 20} MB theo khai báo", f"{declared >> 20} MB by its own account")
    return entries


def entry_name(info: zipfile.ZipInfo) -> str:
    """The name as its writer meant it, in composed letters.

    zipfile has read unflagged names as CP437; the bytes are taken back and read as UTF-8 or CP1258 when they fit.
    """
    name = info.orig_filename
    if not info.flag_bits & UTF8_FLAG and not name.isascii():
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            raw = b""
        for encoding in ("utf-8", "cp1258"):
            try:
                name = raw.decode(encoding) if raw else name
                break
            except UnicodeDecodeError:
                continue
    return unicodedata.normalize("NFC", name)


def _refuse_special(info: zipfile.ZipInfo, name: str) -> None:
    mode = info.external_attr >> 16
    if info.create_system == 3 and stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise _unsafe(
            f"Tệp nén chứa liên kết hoặc tệp đặc biệt: “{name}”.",
            f"The archive holds a link or a special file: “{name}”.",
            "Chỉ nén tệp thường.",
        )


def _safe_path(name: str, limits: ArchiveLimits) -> PurePosixPath | None:
    """Relative path inside the folder; None for litter; raises UnsafeArchive for names that try to leave."""
    parts = name.replace("\\", "/").split("/")
    leaves = name.startswith(("/", "\\")) or any(set(part) == {"."} and len(part) > 1 for part in parts)
    if leaves or (len(parts[0]) == 2 and parts[0][1] == ":") or "\x00" in name or any(ord(c) < 32 for c in name):
        raise _unsafe(
            f"Tệp nén có đường dẫn ra ngoài thư mục: “{name[:80]}”.",
            f"The archive holds a path that leaves its folder: “{name[:80]}”.",
            "Nén lại từ trong thư mục chứa tệp bản đồ.",
        )
    kept = [part.strip() for part in parts if part not in {"", "."}]
    if any(len(part.encode("utf-8")) > limits.name_bytes for part in kept) or len(kept) > 20:
        raise _unsafe(
            f"Tệp nén có tên dài quá {limits.name_bytes} byte.",
            f"The archive holds a name longer than {limits.name_bytes} bytes.",
            "Đặt tên ngắn hơn.",
        )
    if not kept or any(plain_name(part) in LITTER or part.startswith("._") for part in kept):
        return None
    return PurePosixPath(*kept)


def _unsafe(vi: str, en: str, hint_vi: str) -> UnsafeArchive:
    return UnsafeArchive(vi, en, hint_vi=hint_vi, hint_en="Pack the map files again from inside their folder.")


def _write(archive: zipfile.ZipFile, entry: Entry, place: Path, budget: _Budget) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    held = 0
    with archive.open(entry.info) as source, place.open("xb") as sink:
        while piece := source.read(PIECE):
            held += len(piece)
            budget.spend(len(piece))
            sink.write(piece)
    if held != entry.info.file_size:
        raise zipfile.BadZipFile(f"{held} bytes instead of {entry.info.file_size}")


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _unreadable(path: Path, problem: Exception) -> UnsafeArchive:
    return UnsafeArchive(
        f"Tệp nén “{path.name}” hỏng, bị cắt hoặc không thống nhất với chính nó.",
        f"The archive “{path.name}” is damaged, cut off or contradicts itself: {problem}"[:300],
        hint_vi="Hãy nén lại và gửi lại.",
        hint_en="Pack it again and send it again.",
    )


def other_files(mains: list[Path]) -> list[Path]:
    """Those of the main files that start no data set by their name."""
    return [path for path in mains if path.suffix.lower() not in DRAWINGS | set(OPTIONAL)]
