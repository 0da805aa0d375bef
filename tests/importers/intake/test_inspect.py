"""inspect_file answers for every file: described, or refused with a sentence that says what to do."""

import json
import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from importers.intake.inspect import inspect
from importers.readers.errors import UnreadableFile
from importers.writers.dgn_v7 import DgnDesign, Lettering, Symbology
from tests.public_data import public_file

pytestmark = pytest.mark.django_db
PROMISED = {"ok", "format", "version", "sha256", "layers", "extent", "encodings", "crs_candidates", "readers"}


def ask(path: Path) -> tuple[int, dict[str, object]]:
    out = StringIO()
    try:
        call_command("inspect_file", str(path), "--json", stdout=out)
    except SystemExit as ended:
        return int(ended.code or 0), json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def drawing(path: Path) -> Path:
    design = DgnDesign()
    design.add_line(Symbology(10), [(456000, 1208000), (456000, 1208010)])
    design.add_text(Symbology(13), (456001, 1208001), b"Ph\xad\xeang Ph\xf3 Th\xf1y \xa7\xaat \xe8", Lettering(2, 2))
    design.save(path)
    return path


def test_the_contract_of_a_drawing(tmp_path: Path) -> None:
    code, answer = ask(drawing(tmp_path / "a.dgn"))
    assert code == 0
    assert PROMISED <= answer.keys()
    assert (answer["format"], answer["version"], answer["leaf_elements"]) == ("DGN", "V7 2D", 2)
    assert answer["layers"][1] == {  # type: ignore[index]
        "name": "Level 13", "level": 13, "count": 1, "types": {"text": 1}, "has_text": True, "leaf_elements": 1,
    }  # fmt: skip
    assert {"name", "version", "counts"} <= answer["readers"][0].keys()  # type: ignore[index]
    assert {"epsg", "name", "score", "evidence"} <= answer["crs_candidates"][0].keys()  # type: ignore[index]
    assert answer["crs_candidates"][0]["communes"] == ["Phường Phan Thiết"], answer["crs_candidates"]  # type: ignore[index]
    assert answer["crs_candidates"][0]["nearest_parcel_m"] is None, "nothing is registered yet"  # type: ignore[index]


def test_refusals_are_exit_1_and_wrong_use_is_exit_2(tmp_path: Path) -> None:
    (tmp_path / "a.dgn").write_bytes(b"")
    code, answer = ask(tmp_path / "a.dgn")
    assert (code, answer["ok"]) == (1, False)
    assert answer["error"].keys() == {"code", "message_vi", "message_en", "hint"}  # type: ignore[attr-defined]
    assert ask(tmp_path / "nothing.dgn")[0] == 2


def test_an_archive_with_one_or_two_data_sets(tmp_path: Path) -> None:
    content = drawing(tmp_path / "a.dgn").read_bytes()
    for count in (1, 2):
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            for number in range(count):
                archive.writestr(f"to{number}/a.dgn", content)
        answer = inspect(tmp_path / "a.zip")
        assert len(answer["data_sets"]) == count
        assert answer["format"] == ("DGN" if count == 1 else "ZIP")
        assert (answer["verdict"] == "warn") == (count == 2)


def test_people_read_vietnamese_first(tmp_path: Path) -> None:
    out = StringIO()
    call_command("inspect_file", str(drawing(tmp_path / "a.dgn")), stdout=out)
    assert out.getvalue().startswith("Định dạng: DGN V7 2D")


@pytest.mark.long
def test_every_public_file_is_answered() -> None:
    folder = public_file("MANIFEST.md").parent
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.parent == folder:
            continue
        try:
            answer = inspect(path)
            assert PROMISED <= answer.keys(), path
        except UnreadableFile as refusal:
            assert refusal.code == "companion_file", (path, refusal)
            assert refusal.message_vi
            assert refusal.hint_vi
