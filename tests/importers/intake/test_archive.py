"""ZIP files: nothing outside the folder, nothing without measure, nothing left behind."""

import io
import struct
import unicodedata
import zipfile
from pathlib import Path

import pytest

from importers.intake.archive import unpack
from importers.intake.limits import ArchiveLimits
from importers.readers.errors import ArchiveBomb, UnreadableFile, UnsafeArchive


def packed(folder: Path, files: dict[str, bytes]) -> Path:
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return path


def left_over(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


def test_a_set_comes_out_as_its_main_file(tmp_path: Path) -> None:
    files = {"BD/Thua.TAB": b"a", "BD/thua.DAT": b"b", "BD/THUA.map": b"c", "BD/thua.id": b"d", "BD/Thumbs.db": b"x"}
    mains = unpack(packed(tmp_path, files | {"__MACOSX/._a": b"y", "doc.txt": b"z"}), tmp_path / "out")
    assert [path.name for path in mains] == ["Thua.TAB", "doc.txt"]
    assert sorted(path.name for path in left_over(tmp_path / "out")) == [
        "THUA.map", "Thua.TAB", "doc.txt", "thua.DAT", "thua.id",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name",
    ["../evil.dgn", "..\\evil.dgn", "/etc/evil", "C:\\evil.tab", "ok/../../evil", "....//evil", "a\x01b", "x" * 300],
)
def test_names_that_leave_refuse_the_whole_archive(tmp_path: Path, name: str) -> None:
    path = packed(tmp_path, {"good.dgn": b"1", "PLACE": b"x"})
    content = path.read_bytes()
    if len(name) == 300 or "\x01" in name or "\\" in name:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            info = zipfile.ZipInfo("p", (2024, 1, 1, 0, 0, 0))
            info.filename = name
            archive.writestr(info, b"x")
        content = buffer.getvalue()
        path.write_bytes(content)
    else:
        path = packed(tmp_path, {"good.dgn": b"1", name: b"x"})
    with pytest.raises(UnsafeArchive) as caught:
        unpack(path, tmp_path / "out")
    assert caught.value.hint_vi
    assert left_over(tmp_path / "out") == []
    assert not (tmp_path / "evil.dgn").exists()


def test_bombs(tmp_path: Path) -> None:
    with pytest.raises(ArchiveBomb):
        unpack(packed(tmp_path, {"a.dgn": bytes(64 << 20)}), tmp_path / "out")
    assert left_over(tmp_path / "out") == []
    limits = ArchiveLimits(total_bytes=1000)
    with pytest.raises(ArchiveBomb):
        unpack(packed(tmp_path, {"a.dgn": b"\x01\x02" * 800}), tmp_path / "out", limits=limits)
    with pytest.raises(ArchiveBomb):
        unpack(
            packed(tmp_path, {f"{i}.txt": b"" for i in range(30)}), tmp_path / "out", limits=ArchiveLimits(entries=20)
        )


def test_declared_sizes_are_not_believed(tmp_path: Path) -> None:
    path = packed(tmp_path, {"a.dgn": bytes(30 << 20)})
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.find(mark)
        content[at + offset : at + offset + 4] = struct.pack("<I", 10)
    path.write_bytes(content)
    with pytest.raises(UnreadableFile):
        unpack(path, tmp_path / "out")
    assert left_over(tmp_path / "out") == []


def test_links_encryption_twins_and_damage(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("a.dgn", (2024, 1, 1, 0, 0, 0))
    link.create_system, link.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "l.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    encrypted = bytearray(packed(tmp_path, {"a.dgn": b"1"}).read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        encrypted[encrypted.find(mark) + offset] |= 1
    (tmp_path / "e.zip").write_bytes(encrypted)
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        archive.writestr("a.mid", b"1")
        archive.writestr("A.MID", b"2")
    whole = packed(tmp_path, {"a.dgn": b"0123456789" * 100}).read_bytes()
    (tmp_path / "c.zip").write_bytes(whole[: len(whole) * 2 // 3])
    (tmp_path / "x.zip").write_bytes(whole.replace(b"a.dgn", b"b.dgn", 1))
    for name in "letcx":
        with pytest.raises(UnsafeArchive):
            unpack(tmp_path / f"{name}.zip", tmp_path / "out")
        assert left_over(tmp_path / "out") == []


@pytest.mark.parametrize("encoding", ["utf-8", "cp1258"])
def test_vietnamese_names_without_the_flag(tmp_path: Path, encoding: str) -> None:
    meant = unicodedata.normalize("NFC", "Tờ bản đồ.mif") if encoding == "utf-8" else "Thôn Đông.mif"
    raw = meant.encode(encoding)
    path = packed(tmp_path, {"X" * len(raw): b"1"})
    path.write_bytes(path.read_bytes().replace(b"X" * len(raw), raw))
    assert [main.name for main in unpack(path, tmp_path / "out")] == [meant]


def test_decomposed_names_still_pair(tmp_path: Path) -> None:
    files = {unicodedata.normalize("NFD", "Thửa đất.mif"): b"1", unicodedata.normalize("NFC", "Thửa đất.mid"): b"2"}
    assert len(unpack(packed(tmp_path, files), tmp_path / "out")) == 1


def test_archives_in_archives_stay_packed(tmp_path: Path) -> None:
    inner = packed(tmp_path, {"a.dgn": bytes(1000)}).read_bytes()
    mains = unpack(packed(tmp_path, {"b.zip": inner, "c.dgn": b"1"}), tmp_path / "out")
    assert [path.name for path in mains] == ["c.dgn", "b.zip"]
