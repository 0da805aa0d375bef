"""Files that must be refused or questioned: a sentence in two languages, nothing half-written, the file kept."""

import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from gis_core.crs.transform import transform_geometries
from importers import api as importers
from importers.models import Batch, BatchFinding, StagedElement, StagedFace, StagedZone
from importers.readers import v7_scan
from importers.writers.dgn_v7 import DgnDesign, Lettering, Symbology
from tests.importers import entrance as entrances
from tests.importers.services.outcome import rows

SHEET = "sheets/to01.dgn"
NEIGHBOUR_MERIDIAN = 9217


@pytest.fixture
def place(shared_entrance):
    return shared_entrance


def one_parcel_drawing(path: Path, x: float, y: float, label: bytes = b"LUC") -> Path:
    design = DgnDesign(origin=(x, y))
    corners = [(x, y), (x + 20, y), (x + 20, y + 30), (x, y + 30), (x, y)]
    design.add_shape(Symbology(10), corners)
    for level, text, dy in ((2, label, 10.0), (13, b"7", 15.0), (4, b"600.0", 5.0)):
        design.add_text(Symbology(level), (x + 8, y + dy), text, Lettering(2, 2))
    design.save(path)
    return path


def table_of(folder: Path) -> gpd.GeoDataFrame:
    return gpd.read_file(folder / "parcels.gpkg", engine="pyogrio")


def written(frame: gpd.GeoDataFrame, path: Path) -> Path:
    frame.set_crs(None, allow_override=True).to_file(path, driver="GPKG", engine="pyogrio")
    return path


# ---- files nobody can read


def empty(folder: Path, _: Path) -> Path:
    (folder / "to01.dgn").write_bytes(b"")
    return folder / "to01.dgn"


def wrong_extension(folder: Path, sample: Path) -> Path:
    """A drawing by its name, a letter by its content."""
    (folder / "to01.dgn").write_text("Kính gửi Văn phòng đăng ký đất đai, xin gửi lại tệp sau.", encoding="utf-8")
    return folder / "to01.dgn"


def truncated(folder: Path, sample: Path) -> Path:
    """Cut in the middle of an element."""
    content = (sample / SHEET).read_bytes()
    starts = v7_scan.scan(content).start
    (folder / "to01.dgn").write_bytes(content[: starts[len(starts) // 2] + 21])
    return folder / "to01.dgn"


def without_dat(folder: Path, sample: Path) -> Path:
    (folder / "parcels.tab").write_bytes((sample / "parcels.tab").read_bytes())
    return folder / "parcels.tab"


def climbing_zip(folder: Path, sample: Path) -> Path:
    path = folder / "giao.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(sample / SHEET, "to01.dgn")
        archive.writestr("../../etc/cron.d/evil", b"* * * * * root true")
    return path


def zip_bomb(folder: Path, _: Path) -> Path:
    path = folder / "bom.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("to01.dgn", b"\0" * 60_000_000)
    return path


def not_numbers(folder: Path, sample: Path) -> Path:
    lines = shapely.linestrings(np.full((30, 2, 2), np.nan))
    return written(gpd.GeoDataFrame({"SoThua": range(30)}, geometry=lines), folder / "nan.gpkg")


def noise(folder: Path, _: Path) -> Path:
    (folder / "la.dgn").write_bytes(np.random.default_rng(1).bytes(5000))
    return folder / "la.dgn"


UNREADABLE = [
    (empty, {"empty_file"}),
    (wrong_extension, {"wrong_extension"}),
    (truncated, {"truncated_file"}),
    (without_dat, {"missing_companion"}),
    (climbing_zip, {"unsafe_archive"}),
    (zip_bomb, {"archive_bomb"}),
    (not_numbers, {"no_coordinates", "impossible_coordinates"}),
    (noise, {"unknown_format", "wrong_extension"}),
]


def nothing_half_written(batch: Batch) -> None:
    for model in (StagedElement, StagedFace, StagedZone, BatchFinding):
        assert not model.objects.filter(batch=batch).exists(), model.__name__
    assert rows("SELECT count(*) FROM land_records_parcel") == [(0,)]
    assert batch.receipt is None


def says_why(batch: Batch) -> None:
    answer = batch.refusal or {}
    assert answer["message_vi"] != answer["message_en"]
    assert answer["message_vi"].rstrip().endswith((".", "…")) and answer["message_en"].rstrip().endswith((".", "…"))
    assert len(answer["hint"]["vi"]) > 15 and len(answer["hint"]["en"]) > 15
    assert str(entrances.HOME) not in str(answer) and "Traceback" not in str(answer), "no path of the server"


@pytest.mark.parametrize(("make", "codes"), UNREADABLE, ids=lambda given: getattr(given, "__name__", ""))
def test_unreadable_file(place, small_sample, tmp_path, make, codes):
    path = make(tmp_path, small_sample)
    [batch] = place.receive(path)
    importers.run_batch_here(batch.pk)
    batch.refresh_from_db()
    assert batch.status == "refused"
    assert (batch.refusal or {})["code"] in codes, batch.refusal
    says_why(batch)
    nothing_half_written(batch)
    assert entrances.file_is_kept(batch)
    assert not (place.home / "work" / str(batch.pk)).exists()
    # the same bytes may be tried again: the first try had no effect
    [again] = place.receive(path)
    assert again.pk != batch.pk


def notes(batch: Batch) -> list[str]:
    assert batch.status == "staged", batch.refusal
    found = BatchFinding.objects.filter(batch=batch, code="FILE-NOTE")
    assert all(finding.hint["note"]["vi"] and finding.hint["note"]["en"] for finding in found)
    return [finding.hint["reason"] for finding in found]


def test_readable_content_under_another_name_is_read_and_noted(place, small_sample, tmp_path):
    (tmp_path / "bandau.dgn").write_bytes((small_sample / "parcels.gpkg").read_bytes())
    batch = place.imported(tmp_path / "bandau.dgn")
    assert notes(batch) == ["extension_differs"]
    assert (batch.receipt or {})["faces"]["built"] == 300


def test_drawing_cut_exactly_between_two_elements_is_noted(place, small_sample, tmp_path):
    """Every element is whole, so only the missing end marker tells."""
    content = (small_sample / SHEET).read_bytes()
    starts = v7_scan.scan(content).start
    (tmp_path / "to01.dgn").write_bytes(content[: starts[len(starts) * 4 // 5]])
    assert "no_end_marker" in notes(place.imported(tmp_path / "to01.dgn"))


# ---- files that can be read and lie elsewhere


def test_far_away_coordinates_name_the_place(place, small_sample, tmp_path):
    frame = table_of(small_sample)
    hanoi = shapely.transform(frame.geometry.to_numpy(), lambda xy: xy + np.array([130_000.0, 1_120_000.0]))
    batch = place.imported(written(frame.set_geometry(gpd.GeoSeries(hanoi)), tmp_path / "xa.gpkg"), srid=9218)
    assert (batch.status, (batch.refusal or {})["code"]) == ("refused", "outside_area")
    says_why(batch)
    assert "Phan Thiết" in (batch.refusal or {})["message_vi"] and "108-30" in (batch.refusal or {})["message_en"]
    nothing_half_written(batch)
    assert entrances.file_is_kept(batch)


def test_coordinates_of_no_system(place, tmp_path):
    batch = place.imported(one_parcel_drawing(tmp_path / "goc.dgn", 12.0, 30.0), sheet=1)
    assert batch.status in ("refused", "needs_decision"), "drawn at the origin: no system is assumed"
    if batch.status == "refused":
        assert (batch.refusal or {})["code"] == "outside_area"
        says_why(batch)
    nothing_half_written(batch)


def proposals(batch: Batch) -> list[dict]:
    assert batch.status == "needs_decision", (batch.status, batch.refusal)
    [decision] = batch.decisions
    assert decision["what"] == "crs"
    assert all(item["evidence_vi"] and item["evidence_en"] for item in decision["proposals"])
    return decision["proposals"]


def answered(place, batch: Batch, answer: str) -> Batch:
    importers.answer_decision(actor=place.officer, batch_id=batch.pk, answers={"crs": answer})
    importers.run_batch_here(batch.pk)
    return Batch.objects.get(pk=batch.pk)


def true_places(folder: Path) -> dict[tuple[int, int], float]:
    return {(row["sheet"], row["number"]): row["area"] for row in entrances.facts(folder, "truth.json")["parcels"]}


def lies_where_it_should(batch: Batch, folder: Path, within: float) -> None:
    """Every staged parcel's outline within `within` metres of the sample's true one."""
    truth = table_of(folder)
    staged = rows("SELECT ST_AsBinary(geom) FROM importers_stagedface WHERE batch_id = %s ORDER BY face", batch.pk)
    shapes = shapely.from_wkb([row[0] for row in staged])
    assert len(shapes) == len(truth)
    distance = shapely.hausdorff_distance(shapely.normalize(shapes), shapely.normalize(truth.geometry.to_numpy()))
    assert distance.max() < within


def test_wrong_zone_is_a_question_with_evidence(place, small_sample, tmp_path):
    """Drawn in the neighbouring zone, and the file does not say so."""
    frame = table_of(small_sample)
    moved = transform_geometries(frame.geometry.to_numpy(), 9218, NEIGHBOUR_MERIDIAN)
    batch = place.imported(written(frame.set_geometry(gpd.GeoSeries(moved)), tmp_path / "mui_khac.gpkg"))
    offered = proposals(batch)
    assert offered[0]["crs"] == NEIGHBOUR_MERIDIAN
    nothing_half_written(batch)
    done = answered(place, batch, offered[0]["answer"])
    assert (done.status, done.srid) == ("staged", NEIGHBOUR_MERIDIAN)
    operation = (done.receipt or {})["coordinate_operation"]
    assert operation["name"] and "code" in operation
    lies_where_it_should(done, small_sample, 0.002)


def test_swapped_axes_are_a_question_and_can_be_put_right(place, small_sample, tmp_path):
    frame = table_of(small_sample)
    swapped = shapely.transform(frame.geometry.to_numpy(), lambda xy: xy[:, ::-1])
    batch = place.imported(written(frame.set_geometry(gpd.GeoSeries(swapped)), tmp_path / "dao_truc.gpkg"))
    offered = proposals(batch)
    assert (offered[0]["crs"], offered[0]["swapped"]) == (9218, True)
    done = answered(place, batch, offered[0]["answer"])
    assert done.status == "staged"
    assert (done.receipt or {})["axes"] == {"swapped": True, "to_metres": 1.0}
    lies_where_it_should(done, small_sample, 0.002)


def test_an_answer_that_is_no_choice_is_refused(place, small_sample, tmp_path):
    frame = table_of(small_sample).iloc[:40]
    swapped = shapely.transform(frame.geometry.to_numpy(), lambda xy: xy[:, ::-1])
    batch = place.imported(written(frame.set_geometry(gpd.GeoSeries(swapped)), tmp_path / "dao_truc2.gpkg"))
    with pytest.raises(importers.ImportRefused):
        importers.answer_decision(actor=place.officer, batch_id=batch.pk, answers={"crs": "ở đây"})
    batch.refresh_from_db()
    assert batch.status == "needs_decision"


# ---- texts


def test_text_in_an_unknown_encoding_is_reported_not_guessed_silently(place, tmp_path):
    """Bytes of no known encoding: the batch is questioned or carries a finding; it is never taken as certain."""
    odd = bytes([0x81, 0x9F, 0x83, 0x8D, 0x8F, 0x90])
    batch = place.imported(one_parcel_drawing(tmp_path / "bang_ma.dgn", 456_300.0, 1_208_600.0, odd), sheet=3)
    codes = set(BatchFinding.objects.filter(batch=batch).values_list("code", flat=True))
    if batch.status == "staged":
        assert codes & {"TEXT-UNCERTAIN", "LANDUSE-UNKNOWN", "LABEL-INCOMPLETE"}, codes
        assert entrances.file_is_kept(batch)
    else:
        assert batch.status in ("refused", "needs_decision"), batch.status


def test_wrong_encoding_stated(place, small_sample, tmp_path):
    """UTF-8 stated for TCVN3 bytes must not end the programme."""
    batch = place.imported(small_sample / "sheets/to02.dgn", encoding="utf-8")
    assert batch.status in ("staged", "refused"), batch.refusal


# ---- archives


def test_one_bad_data_set_of_a_zip_does_not_spoil_the_other(place, small_sample, tmp_path):
    path = tmp_path / "hai_to.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(small_sample / SHEET, "to01.dgn")
        archive.writestr("to02.dgn", (small_sample / "sheets/to02.dgn").read_bytes()[:30_001])
    batches = place.receive(path)
    assert [batch.file_name for batch in batches] == ["hai_to.zip › to01.dgn", "hai_to.zip › to02.dgn"]
    for batch in batches:
        importers.run_batch_here(batch.pk)
        batch.refresh_from_db()
    assert [batch.status for batch in batches] == ["staged", "refused"]
    says_why(batches[1])


def test_tab_in_a_zip_finds_its_companions(place, small_sample, tmp_path):
    path = tmp_path / "thua.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for suffix in ("tab", "dat", "map", "id"):
            archive.write(small_sample / f"parcels.{suffix}", f"BDDC/PARCELS.{suffix.upper()}")
    batch = place.imported(path)
    assert batch.status == "staged"
    assert (batch.receipt or {})["faces"]["built"] == 300
