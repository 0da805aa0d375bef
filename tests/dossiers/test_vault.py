"""The vault: named by content, private, atomic."""

import hashlib
import os
import stat
from pathlib import Path

import pytest
from django.core.management import call_command

from accounts.api import NotAllowed, Role
from dossiers import api as dossiers
from dossiers import vault
from tests.dossiers.people import pending_transaction, person


@pytest.fixture
def source(tmp_path) -> Path:
    path = tmp_path / "tờ 1.dgn"
    path.write_bytes(b"\x08\x09\xfe\x02" + os.urandom(3_000_000))
    return path


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.django_db
def test_stored_once_and_recognised(source, home):
    officer = person(Role.OFFICER)
    first = dossiers.store_file(source=source, name="tờ 1.dgn", actor=officer)
    again = dossiers.store_file(source=source, name="other name.dgn", actor=officer)
    assert first.sha256 == hashlib.sha256(source.read_bytes()).hexdigest()
    assert (first.size, first.media_kind, first.already_known) == (3_000_004, "dgn_v7", False)
    assert (again.id, again.name, again.already_known) == (first.id, "tờ 1.dgn", True)
    path = dossiers.stored_path(first.sha256)
    assert path.read_bytes() == source.read_bytes()
    assert home in path.parents
    assert mode(path) == 0o600
    assert {mode(folder) for folder in (home / "vault", home / "vault" / "incoming", path.parent)} == {0o700}
    assert list((home / "vault" / "incoming").iterdir()) == []


@pytest.mark.django_db
def test_file_hangs_on_its_dossier_under_its_name(source):
    officer = person(Role.OFFICER)
    submitted = pending_transaction(officer)
    stored = dossiers.store_file(source=source, name="a.dgn", actor=officer)
    for _ in range(2):
        dossiers.attach_file(actor=officer, dossier_id=submitted.dossier_id, file_id=stored.id, name="b.dgn")
    assert [(one.name, one.sha256) for one in dossiers.files_of(submitted.dossier_id)] == [("b.dgn", stored.sha256)]


@pytest.mark.django_db
def test_a_name_is_a_name_and_never_a_path(source):
    stored = dossiers.store_file(source=source, name="C:\\anh\\../to\u031b\u0300 1\n.dgn", actor=person(Role.OFFICER))
    assert stored.name == "tờ 1.dgn"


@pytest.mark.django_db
def test_viewer_may_not_store(source):
    with pytest.raises(NotAllowed):
        dossiers.store_file(source=source, name="a", actor=person(Role.VIEWER))


def test_refused_sources_leave_nothing_behind(tmp_path, home, settings):
    link = tmp_path / "link"
    link.symlink_to("/etc/hostname")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    large = tmp_path / "large"
    large.write_bytes(b"x" * 2_000_000)
    settings.UPLOAD_MAX_BYTES = 1_000_000
    for refused in (link, pipe, large, tmp_path, tmp_path / "absent"):
        with pytest.raises(dossiers.FileRefused):
            vault.keep(refused)
    assert [path for path in (home / "vault").rglob("*") if path.is_file()] == []


def test_empty_file_is_kept_for_inspection(tmp_path):
    empty = tmp_path / "empty.dgn"
    empty.touch()
    kept = vault.keep(empty)
    assert (kept.size, kept.media_kind) == (0, "empty")


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_no_path_leaves_the_vault(name):
    with pytest.raises(dossiers.UnknownFile):
        dossiers.stored_path(name)


@pytest.mark.django_db
def test_damaged_content_is_named(source, capsys):
    stored = dossiers.store_file(source=source, name="a", actor=person(Role.OFFICER))
    assert dossiers.check_files() == {}
    with dossiers.stored_path(stored.sha256).open("r+b") as file:
        file.write(b"\x00")
    assert dossiers.check_files() == {stored.sha256: "damaged_file"}
    with pytest.raises(SystemExit):
        call_command("verify_history", "--files", "--json")
    assert stored.sha256 in capsys.readouterr().out


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"SQLite format 3\x00" + b"\x00" * 52 + b"GPKG", "geopackage"),
        (b"SQLite format 3\x00" + b"\x00" * 60, "sqlite"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole_compound"),
        (b"\xc8\x09\xfe\x02", "dgn_v7_3d"),
        (b"PK\x03\x04..", "zip"),
        (b"!table\r\n!version 300", "mapinfo_tab"),
        (b"Version 300\r\nCharset", "mapinfo_mif"),
        (b"II*\x00", "tiff"),
        ("stt;họ tên".encode(), "text"),
        (b"\x01\x00\x02", "unknown"),
        (b"", "empty"),
    ],
)
def test_sniff(head, kind):
    assert vault.sniff(head) == kind
