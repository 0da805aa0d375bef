"""Every file of the sample through the whole import: faults found, receipts that balance, what was set aside."""

import pytest

from importers.models import Batch, StagedElement, StagedFace
from tests.importers import entrance as entrances
from tests.importers.services.outcome import rows
from tests.importers.services.recall import score

DRAWINGS = ("sheets/to01.dgn", "sheets/to02.dgn", "commune.dgn")
TABLES = ("parcels.tab", "parcels.mif", "parcels.gpkg")
ENCODING = {"parcels.gpkg": "utf-8"}


@pytest.fixture(scope="module")
def imports(shared_entrance, small_sample) -> dict[str, Batch]:
    """Each file imported once."""
    return {file: shared_entrance.imported(small_sample / file) for file in (*DRAWINGS, *TABLES)}


def explain(scores) -> str:
    return "\n".join(f"{file}: missed {s.missed}, extra {s.extra}" for file, s in scores.items() if s.missed or s.extra)


def show(capsys, title, scores) -> None:
    with capsys.disabled():
        print(f"\n{title}")
        for file, s in scores.items():
            print(f"  {file:18} planted {s.planted:3}  recall {s.recall:6.1%}  precision {s.precision:6.1%}")


def test_every_planted_fault_is_found_once_at_its_place_and_nothing_else(imports, small_sample, capsys):
    scores = {file: score(small_sample, file, batch) for file, batch in imports.items()}
    show(capsys, "planted faults through the whole import, 300 parcels", scores)
    assert all(s.planted for s in scores.values())
    assert not explain(scores), explain(scores)


@pytest.mark.parametrize("file", [*DRAWINGS, *TABLES])
def test_receipt_balances(imports, file):
    batch = imports[file]
    receipt = batch.receipt
    assert (batch.status, receipt["balanced"]) == ("staged", True)
    elements, faces, area = receipt["elements"], receipt["faces"], receipt["area_m2"]
    assert elements["in"] == elements["used"] + elements["set_aside"] > 0
    assert elements["in"] == StagedElement.objects.filter(batch=batch).count(), "nothing dropped unseen"
    assert elements["in"] == batch.information["leaf_elements"]
    for row in receipt["levels"]:
        assert row["in"] == row["used"] + row["set_aside"], row
    for key in ("in", "used", "set_aside"):
        assert sum(row[key] for row in receipt["levels"]) == elements[key]
    assert sum(row["count"] for row in receipt["set_aside"]) == elements["set_aside"]
    kinds = ("parcels", "land_objects", "outside", "unexplained")
    assert faces["built"] == sum(faces[kind] for kind in kinds) == StagedFace.objects.filter(batch=batch).count()
    assert area["built"] == pytest.approx(sum(area[kind] for kind in kinds), abs=0.5)
    west, south, east, north = receipt["extent"]
    assert 455_000 < west < east < 458_000 and 1_207_000 < south < north < 1_210_000


def test_every_element_set_aside_has_a_reason_and_every_used_one_none(imports):
    reasons = {
        file: dict(rows("SELECT reason, count(*) FROM importers_stagedelement WHERE batch_id = %s"
                        " AND use = 'set_aside' GROUP BY 1", batch.pk))
        for file, batch in imports.items()
    }  # fmt: skip
    assert not StagedElement.objects.filter(use="set_aside", reason="").exists()
    assert not StagedElement.objects.filter(use="used").exclude(reason="").exists()
    for file in DRAWINGS:
        assert set(reasons[file]) <= {"other_level", "unknown_text", "duplicate", "dangle", "outside", "decoration"}
    assert reasons["sheets/to02.dgn"]["unknown_text"] > 100, "owner names lie on a level nobody named"
    assert reasons["commune.dgn"]["duplicate"] == 1, "the line drawn twice counts once"
    assert [reasons[file] for file in TABLES] == [{}, {}, {}]


def test_formats_agree_on_the_parcels(imports, small_sample):
    """Number, use and area of every parcel without a fault, in every file, as in the truth."""
    truth = {
        (row["sheet"], row["number"]): (row["land_use"], row["area"])
        for row in entrances.facts(small_sample, "truth.json")["parcels"]
        if "fault" not in row
    }
    for file, batch in imports.items():
        staged = StagedFace.objects.filter(batch=batch, outcome="parcel")
        found = {(face.sheet, face.number): (face.land_use, face.area_computed) for face in staged}
        wanted = {key: value for key, value in truth.items() if not file.startswith("sheets/") or key in found}
        assert len(wanted) > 80
        for key, (land_use, area) in wanted.items():
            assert found[key][0] == land_use, (file, key)
            assert float(found[key][1]) == pytest.approx(area, abs=0.6), (file, key)
    for file, batch in imports.items():
        assert batch.encoding in ("tcvn3", ENCODING.get(file), "utf-8"), file


def test_land_objects_carry_their_type(imports, small_sample):
    truth = entrances.facts(small_sample, "truth.json")["land_objects"]
    staged = StagedFace.objects.filter(batch=imports["commune.dgn"], outcome="land_object")
    assert sorted((face.sheet, face.land_use) for face in staged) == sorted(
        (row["sheet"], row["land_use"]) for row in truth
    )
    assert all(face.object_type for face in staged)


def test_registered_plus_rejected_is_built(entrance, small_sample):
    """With a number used twice, those two parcels are named and stay out; the rest is registered."""
    [twice] = [row for row in entrances.facts(small_sample, "truth.json")["faults"] if row["kind"] == "number_twice"]
    batch = entrance.approved(entrance.imported(small_sample / f"sheets/to{twice['sheet']:02d}.dgn"))
    parcels = batch.receipt["parcels"]
    assert batch.status == "approved" and batch.receipt["balanced"]
    assert parcels["registered"] + parcels["rejected"] == parcels["built"]
    turned_away = StagedFace.objects.filter(batch=batch, registered="rejected").values_list("number", "reason")
    assert set(turned_away) == {(max(twice["parcels"]), "number_twice")}
    assert parcels["rejected"] == len(turned_away) == 2
    assert rows("SELECT count(*), count(DISTINCT code) FROM land_records_parcel") == [(parcels["registered"],) * 2]
    registered = float(rows("SELECT sum(area_computed) FROM land_records_parcelversion WHERE upper_inf(valid)")[0][0])
    assert batch.receipt["area_m2"]["registered"] == pytest.approx(registered, abs=0.5)


@pytest.mark.long
def test_every_sheet_of_the_usual_sample(shared_entrance, capsys):
    """1,200 parcels, three faults of each kind: FAMIS one-level labels, VNI and TCVN3 texts, every format."""
    folder = entrances.sample(1200, faults=3)
    files = [row["file"] for row in entrances.facts(folder)["sheets"]] + ["commune.dgn", *TABLES]
    batches = {file: shared_entrance.imported(folder / file) for file in files}
    scores = {file: score(folder, file, batch) for file, batch in batches.items()}
    show(capsys, "planted faults through the whole import, 1,200 parcels", scores)
    assert all(batch.receipt["balanced"] for batch in batches.values())
    assert not explain(scores), explain(scores)
