"""Checks beyond topology: land-use codes, place, text, readers, notes of readers, the register."""

from typing import Any

import geopandas as gpd
import pytest
import shapely

from gis_core.topology.finding import Severity
from importers.checks import parcels
from importers.checks.land_use import land_use_parts, object_types
from importers.models import Batch
from reference import api as reference

EAST, NORTH = 456_300.0, 1_208_600.0
FACTS = {"official_srid": 9218, "text_score": 1.0}


def faces(*rows: tuple[int, str], east: float = EAST) -> gpd.GeoDataFrame:
    """Squares of 10 m with (number, land use) on sheet 5, side by side."""
    return gpd.GeoDataFrame(
        {
            "outcome": ["parcel"] * len(rows),
            "sheet": [5] * len(rows),
            "number": [number for number, _ in rows],
            "land_use": [use for _, use in rows],
        },
        geometry=[shapely.box(east + 10 * i, NORTH, east + 10 * i + 10, NORTH + 10) for i in range(len(rows))],
    )


def batch(**values: Any) -> Batch:
    """A batch that is in no database."""
    return Batch(**({"encoding": "tcvn3"} | values))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("LUC", ["LUC"]),
        ("ONT+CLN", ["ONT", "CLN"]),
        ("LUC(NTS)", ["LUC", "NTS"]),
        ("odt", ["ODT"]),
        ("", []),
        (None, []),
        ("12", []),
    ],
)
def test_land_use_parts(text, parts):
    assert land_use_parts(text) == parts


@pytest.mark.django_db
def test_unknown_land_use_is_named_with_its_parcel():
    found = parcels.land_uses_known(batch(), faces((1, "LUC"), (2, "XYZ"), (3, "ONT+CLN"), (4, "")), FACTS)
    assert [(finding.code, finding.between, finding.hint) for finding in found] == [
        ("LANDUSE-UNKNOWN", ("5/2",), {"land_use": "XYZ"})
    ]
    assert found[0].where
    east, north = found[0].where
    assert EAST + 10 < east < EAST + 20 and NORTH < north < NORTH + 10


@pytest.mark.django_db
def test_every_type_text_of_the_sample_is_an_object():
    assert {"DGT", "DTL", "SON", "MNC"} <= set(object_types())


@pytest.mark.django_db
def test_parcel_far_from_its_unit_is_an_error_and_one_at_the_edge_is_not():
    unit = reference.resolve_unit("22945").id
    bounds = reference.unit_bounds(unit, 9218)
    assert bounds is not None
    assert parcels.inside_unit(batch(unit_id=unit), faces((1, "LUC")), FACTS) == []
    edge = faces((1, "LUC"), east=bounds[2] + parcels.UNIT_MARGIN_M - 20)
    edge.geometry = [shapely.box(bounds[2] + 100, NORTH, bounds[2] + 110, NORTH + 10)]
    assert parcels.inside_unit(batch(unit_id=unit), edge, FACTS) == []
    [far] = parcels.inside_unit(batch(unit_id=unit), faces((7, "LUC"), east=bounds[2] + 5_000), FACTS)
    assert (far.code, far.severity, far.between) == ("CRS-OUTSIDE-UNIT", Severity.ERROR, ("5/7",))
    assert far.size == pytest.approx(5_000 - parcels.UNIT_MARGIN_M, abs=1)


def test_text_is_doubted_below_the_line():
    assert parcels.text_certain(batch(), faces(), {"text_score": 0.6}) == []
    [doubt] = parcels.text_certain(batch(), faces(), {"text_score": 0.59})
    assert (doubt.code, doubt.hint) == ("TEXT-UNCERTAIN", {"encoding": "tcvn3"})


def test_readers_that_disagree_block():
    difference = {"level": 10, "kind": "line", "figures": "GDAL 12, ezdgn 11"}
    [finding] = parcels.readers_agree(batch(information={"disagreements": [difference]}), faces(), FACTS)
    assert (finding.code, finding.severity, finding.hint) == ("READERS-DISAGREE", Severity.ERROR, difference)


def test_notes_of_the_reader_become_findings():
    def note(code: str, severity: str) -> dict:
        return {"code": code, "severity": severity, "count": 2, "message_vi": "câu", "message_en": "sentence"}

    information = {
        "warnings": [
            note("unit_unknown", "info"), note("no_end_marker", "info"), note("extension_differs", "warn"),
            note("container_incomplete", "quarantine"),
        ]
    }  # fmt: skip
    found = parcels.reader_notes(batch(information=information), faces(), FACTS)
    assert [(finding.code, finding.severity, finding.hint["reason"]) for finding in found] == [
        ("FILE-NOTE", Severity.WARNING, "no_end_marker"),
        ("FILE-NOTE", Severity.WARNING, "extension_differs"),
        ("FILE-DOUBTFUL", Severity.ERROR, "container_incomplete"),
    ]


@pytest.mark.django_db
def test_every_code_a_check_uses_is_in_the_table():
    codes = {
        "LANDUSE-UNKNOWN", "CRS-OUTSIDE-UNIT", "TEXT-UNCERTAIN", "READERS-DISAGREE", "FILE-NOTE", "FILE-DOUBTFUL",
        "NUMBER-TAKEN", "REGISTER-OVERLAP", "LABEL-MISSING",
    }  # fmt: skip
    assert codes <= set(reference.finding_codes())
