"""The vault: contents named by their SHA-256 under THODIA_HOME/vault, folders 0700, files 0600, never changed.

A file is streamed into `incoming/`, hashed on the way, flushed to disk and renamed in one step: a reader sees the
whole content or nothing. Two writers of the same content end with one file. Paths are made from the hash alone, so
no name from outside ever reaches the file system.
"""

import hashlib
import os
import re
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from dossiers.errors import DamagedFile, FileRefused, UnknownFile

BLOCK = 1024 * 1024
_HEX = re.compile(r"[0-9a-f]{64}")

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x08\x09\xfe\x02", "dgn_v7"),
    (b"\xc8\x09\xfe\x02", "dgn_v7_3d"),
    (b"\x08\x05\x17\x00", "dgn_v7_cells"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole_compound"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"II+\x00", "tiff"),
    (b"MM\x00+", "tiff"),
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"AC10", "dwg"),
    (b"\x00\x00\x27\x0a", "shapefile"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "seven_zip"),
)
"""First bytes → kind. DGN V8 and old Office files are both `ole_compound`; the readers tell them apart."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the vault says of a content it has taken."""

    sha256: str
    size: int
    media_kind: str
    already_there: bool


def vault_folder() -> Path:
    """The vault's root, made when missing."""
    return _private(Path(settings.THODIA_HOME) / "vault")


def keep(source: Path) -> Kept:
    """Take a copy of `source`, even an empty one. Raises FileRefused: no plain file, or above UPLOAD_MAX_BYTES."""
    root = vault_folder()
    incoming = _private(root / "incoming") / secrets.token_hex(16)
    try:
        digest, size, head = _copy(source, incoming)
        target = _place(digest)
        already_there = target.exists()
        if not already_there:
            _private(target.parent)
            incoming.replace(target)
            _flush_folder(target.parent)
    finally:
        incoming.unlink(missing_ok=True)
    return Kept(sha256=digest, size=size, media_kind=sniff(head), already_there=already_there)


def stored_path(sha256: str) -> Path:
    """Where a content lies. Raises UnknownFile when the vault does not hold it."""
    path = _place(sha256)
    if not path.is_file():
        raise UnknownFile("Kho lưu trữ không có tệp này.", "The vault does not hold this file.")
    return path


def check_content(sha256: str) -> None:
    """Read a content again and compare it with its name. Raises UnknownFile or DamagedFile."""
    digest = hashlib.sha256()
    with stored_path(sha256).open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    if digest.hexdigest() != sha256:
        raise DamagedFile(
            "Nội dung tệp trong kho không còn khớp với mã băm.",
            "The stored content no longer matches its hash.",
            hint_vi=f"Khôi phục tệp {sha256[:12]}… từ bản sao lưu.",
            hint_en=f"Restore file {sha256[:12]}… from a backup.",
        )


def sniff(head: bytes) -> str:
    """The kind of a content by its first bytes; `text`, `empty` or `unknown` when no magic fits."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return "geopackage" if kind == "sqlite" and head[68:72] == b"GPKG" else kind
    lowered = head[:256].lstrip(b"\xef\xbb\xbf").lstrip().lower()
    if lowered.startswith(b"!table"):
        return "mapinfo_tab"
    if lowered.startswith(b"version") and b"\x00" not in head:
        return "mapinfo_mif"
    if not head:
        return "empty"
    return "unknown" if b"\x00" in head else "text"


def _place(sha256: str) -> Path:
    if not _HEX.fullmatch(sha256):
        raise UnknownFile("Mã băm không hợp lệ.", "Not a SHA-256 in lower-case hex.")
    return vault_folder() / sha256[:2] / sha256


def _copy(source: Path, incoming: Path) -> tuple[str, int, bytes]:
    """Stream `source` into a new private file; answers hash, size in bytes and the first 4 KiB."""
    try:
        reading = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise _refused(
            "Không mở được tệp (không có, không được đọc, hoặc là liên kết tượng trưng).",
            "The file cannot be opened: it is missing, unreadable, or a symbolic link.",
        ) from error
    if not stat.S_ISREG(os.fstat(reading).st_mode):
        os.close(reading)
        raise _refused("Đường dẫn không phải là một tệp thường.", "The path is not a plain file.")
    digest, size, head = hashlib.sha256(), 0, b""
    with os.fdopen(reading, "rb") as incoming_bytes:
        writing = os.open(incoming, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(writing, "wb") as copy:
            while block := incoming_bytes.read(BLOCK):
                head = head or block[:4096]
                size += len(block)
                if size > settings.UPLOAD_MAX_BYTES:
                    raise _refused(
                        f"Tệp lớn hơn giới hạn {settings.UPLOAD_MAX_BYTES // BLOCK} MiB.",
                        f"The file is larger than the limit of {settings.UPLOAD_MAX_BYTES // BLOCK} MiB.",
                    )
                digest.update(block)
                copy.write(block)
            copy.flush()
            os.fsync(copy.fileno())
    return digest.hexdigest(), size, head


def _refused(message_vi: str, message_en: str) -> FileRefused:
    return FileRefused(
        message_vi,
        message_en,
        hint_vi="Chọn một tệp dữ liệu khác rồi gửi lại.",
        hint_en="Choose another file and send it again.",
    )


def _private(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _flush_folder(folder: Path) -> None:
    """Make the rename durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
