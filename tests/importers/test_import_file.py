"""`import_file --json`: one object, permanent names, three exit codes (command contract)."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from django.core.management import CommandError, call_command

from importers import api as importers
from importers.models import Batch
from importers.services import sweeping
from tests.importers import entrance as entrances
from tests.importers.services.outcome import rows

SHEET, OTHER = "sheets/to01.dgn", "sheets/to02.dgn"
NAMES = {
    "ok", "batch", "status", "decisions", "sha256", "encoding", "coordinate_operation", "elements", "faces",
    "parcels", "area_m2", "balanced", "findings", "set_aside", "seconds",
}  # fmt: skip


def answer_to(path: Path, *arguments: str, unit: str = entrances.UNIT) -> tuple[dict[str, Any], int]:
    """The answer and the exit code, through the command itself."""
    said = io.StringIO()
    given = ["import_file", str(path), "--json", "--actor", "canbo", *arguments]
    given += ["--unit", unit] if unit else []
    try:
        call_command(*given, stdout=said)
        code = 0
    except SystemExit as ended:
        code = int(ended.code or 0)
    text = said.getvalue().strip()
    assert "\n" not in text, "exactly one JSON object"
    return json.loads(text), code


def test_staged(entrance, small_sample):
    answer, code = answer_to(small_sample / OTHER)
    assert code == 0 and answer["ok"]
    assert set(answer) >= NAMES and "error" not in answer
    assert answer["status"] == "staged" and answer["decisions"] == [] and answer["balanced"] is True
    assert set(answer["elements"]) == {"in", "used", "set_aside"}
    assert set(answer["faces"]) >= {"built", "parcels", "land_objects", "outside", "unexplained"}
    assert set(answer["parcels"]) == {"built", "registered", "rejected"}
    assert set(answer["area_m2"]) >= {"built", "registered"}
    assert all(set(row) == {"reason", "count"} for row in answer["set_aside"])
    for finding in answer["findings"]:
        assert set(finding) == {"code", "severity", "x", "y", "srid", "size", "where", "between"}
        assert finding["severity"] in ("error", "warning", "info") and isinstance(finding["between"], list)
    placed = [finding for finding in answer["findings"] if finding["x"] is not None]
    assert placed and all(finding["srid"] == 9218 for finding in placed)
    assert any(finding["where"] for finding in placed)
    assert len(answer["sha256"]) == 64 and answer["encoding"] == "tcvn3" and answer["seconds"] > 0


def test_approve_refused_keeps_the_batch(entrance, small_sample):
    """A fault stands open: exit 1, and the batch is still there to be worked on."""
    answer, code = answer_to(small_sample / "commune.dgn", "--approve", "--approver", "duyet")
    assert (code, answer["ok"], answer["status"]) == (1, False, "staged")
    assert answer["error"]["code"] == "open_findings"
    assert {"message_vi", "message_en", "hint"} <= set(answer["error"])
    assert set(answer) >= NAMES
    assert Batch.objects.get(pk=answer["batch"]).status == "staged"


def test_approved_by_another_person_only(entrance, clean_sample):
    answer, code = answer_to(clean_sample / SHEET, "--approve", "--approver", "canbo")
    assert (code, answer["ok"], answer["error"]["code"]) == (1, False, "not_allowed")
    kept = Batch.objects.get(pk=answer["batch"])
    assert kept.status == "submitted"
    importers.cancel(actor=entrance.officer, batch_id=kept.pk)
    answer, code = answer_to(clean_sample / SHEET, "--approve", "--approver", "duyet")
    assert (code, answer["ok"], answer["status"]) == (0, True, "approved")
    built = answer["parcels"]["built"]
    assert answer["parcels"] == {"built": built, "registered": built, "rejected": 0}
    assert answer["area_m2"]["registered"] == pytest.approx(answer["area_m2"]["parcels"], abs=0.5)
    answer, code = answer_to(clean_sample / SHEET)
    assert (code, answer["ok"], answer["error"]["code"]) == (1, False, "already_imported")


def test_needs_decision_is_an_answer_not_a_failure(entrance, small_sample, tmp_path):
    frame = gpd.read_file(small_sample / "parcels.gpkg", engine="pyogrio")
    swapped = shapely.transform(frame.geometry.to_numpy(), lambda xy: xy[:, ::-1])
    path = tmp_path / "dao.gpkg"
    frame.set_geometry(gpd.GeoSeries(swapped)).to_file(path, driver="GPKG", engine="pyogrio")
    answer, code = answer_to(path)
    assert (code, answer["ok"], answer["status"]) == (0, True, "needs_decision")
    [decision] = answer["decisions"]
    assert decision["what"] == "crs"
    assert all({"crs", "name", "score"} <= set(proposal) for proposal in decision["proposals"])
    answer, code = answer_to(small_sample / SHEET, unit="")
    assert (answer["status"], [row["what"] for row in answer["decisions"]]) == ("needs_decision", ["crs", "unit"])
    # with --approve nothing is decided for anybody
    answer, code = answer_to(small_sample / "parcels.mif", "--approve", "--approver", "duyet", unit="")
    assert (code, answer["ok"]) == (1, False)
    assert Batch.objects.get(pk=answer["batch"]).status == "needs_decision"


def test_refused_file(entrance, tmp_path):
    (tmp_path / "rong.dgn").write_bytes(b"")
    answer, code = answer_to(tmp_path / "rong.dgn")
    assert (code, answer["ok"], answer["status"], answer["error"]["code"]) == (1, False, "refused", "empty_file")
    assert set(answer) >= NAMES


def test_refused_words(entrance, small_sample):
    """Wrong values of options are refusals with a sentence, never a trace."""
    for arguments, unit, code_of_error in (
        ((), "99999", "unknown_unit"),
        (("--kind", "survey"), entrances.UNIT, "kind_not_supported"),
        (("--profile", "khong-co"), entrances.UNIT, "unknown_profile"),
        (("--crs", "2"), entrances.UNIT, None),
        (("--dossier", "KHONG-CO"), entrances.UNIT, "unknown_dossier"),
    ):
        answer, code = answer_to(small_sample / SHEET, *arguments, unit=unit)
        assert (code, answer["ok"]) == (1, False), arguments
        assert answer["error"]["message_vi"] and answer["error"]["code"] != "internal_error", arguments
        if code_of_error:
            assert answer["error"]["code"] == code_of_error
    assert not Batch.objects.exclude(status__in=("refused", "cancelled")).exists()


@pytest.mark.parametrize(
    "arguments",
    [["--approve"], ["--sheet", "mười"], ["--encoding", "ebcdic"], ["--plan", "khong-co.json"]],
    ids=["approve-alone", "sheet", "encoding", "plan"],
)
def test_wrong_use(entrance, small_sample, arguments):
    with pytest.raises(CommandError) as told:
        call_command("import_file", str(small_sample / SHEET), "--json", *arguments)
    assert told.value.returncode == 2 or "argument" in str(told.value)
    assert not Batch.objects.exists()


def test_exit_codes_of_the_program(entrance, small_sample):
    """Once through a real process: 2 for wrong use, nothing on standard output."""
    environment = {**os.environ, "THODIA_DB_NAME": entrance.database, "THODIA_DB_ROLE": "thodia_app"}
    command = [sys.executable, "manage.py", "import_file", str(small_sample / "khong-co.dgn"), "--json"]
    done = subprocess.run(command, cwd=entrances.places.PROJECT, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"khong-co.dgn" in done.stderr and b"Traceback" not in done.stderr


def test_zip_of_two_sheets_answers_for_both(entrance, small_sample, tmp_path):
    path = tmp_path / "hai.zip"
    entrances.zipped(path, {"to01.dgn": small_sample / SHEET, "to02.dgn": small_sample / OTHER})
    answer, code = answer_to(path)
    assert code == 0 and answer["ok"]
    assert [one["status"] for one in answer["batches"]] == ["staged", "staged"]
    assert all(set(one) >= NAMES for one in answer["batches"])


def test_worker_that_takes_the_batch_first_is_waited_for(entrance, clean_sample, monkeypatch):
    """A sweeping worker may be quicker than the command; the answer is the finished batch all the same."""
    turns = []
    here = sweeping.pipeline.run_batch

    def taken_first(batch_id):
        turns.append(batch_id)
        if len(turns) > 2:
            here(batch_id)

    monkeypatch.setattr(sweeping.pipeline, "run_batch", taken_first)
    answer, code = answer_to(clean_sample / SHEET)
    assert (code, answer["status"]) == (0, "staged")
    assert len(turns) == 3


# ---- coordinate systems other than the official one ------------------------------------------------------------------


@pytest.mark.parametrize(("srid", "operation"), [(4326, "6960"), (5899, "")], ids=["WGS-84", "TM-3 107-45"])
def test_other_system_is_converted_by_a_named_operation(entrance, small_sample, tmp_path, srid, operation):
    """Legal: the operation used is named in the batch's receipt, and a millimetre stays a millimetre."""
    frame = gpd.read_file(small_sample / "parcels.gpkg", engine="pyogrio")
    moved = entrances.in_system(frame.geometry.to_numpy(), srid)
    path = tmp_path / f"thua_{srid}.gpkg"
    frame.set_geometry(gpd.GeoSeries(moved, crs=None)).to_file(path, driver="GPKG", engine="pyogrio")
    answer, code = answer_to(path, "--crs", str(srid))
    assert (code, answer["status"]) == (0, "staged"), answer.get("error")
    named = answer["coordinate_operation"]
    assert named["name"] and named["code"] is not None and named["accuracy_m"] is not None
    if operation:
        assert operation in f"{named['code']} {named['name']}"
    assert (Batch.objects.get(pk=answer["batch"]).receipt or {})["coordinate_operation"] == named
    staged = rows(
        "SELECT sheet, number, ST_AsBinary(geom) FROM importers_stagedface WHERE batch_id = %s", answer["batch"]
    )
    once = frame[~frame.duplicated(["so_to", "so_thua"], keep=False) & (frame["so_thua"].astype(int) > 0)]
    true = {(int(row.so_to), int(row.so_thua)): row.geometry for row in once.itertuples()}
    assert len(staged) == 300
    worst = max(
        shapely.from_wkb(wkb).hausdorff_distance(true[sheet, number])
        for sheet, number, wkb in staged
        if (sheet, number) in true
    )
    assert len(true) > 290
    assert worst <= 0.002, f"{worst:.4f} m"


def test_wgs84_said_by_the_file_itself(entrance, small_sample, tmp_path):
    frame = gpd.read_file(small_sample / "parcels.gpkg", engine="pyogrio")
    moved = entrances.in_system(frame.geometry.to_numpy(), 4326)
    path = tmp_path / "thua_wgs84.gpkg"
    frame.set_geometry(gpd.GeoSeries(moved, crs=4326)).to_file(path, driver="GPKG", engine="pyogrio")
    answer, code = answer_to(path)
    assert (code, answer["status"]) == (0, "staged"), answer
    assert answer["coordinate_operation"]["name"]
    assert Batch.objects.get(pk=answer["batch"]).srid == 4326
