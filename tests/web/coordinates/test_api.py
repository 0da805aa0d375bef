"""The JSON API: published OpenAPI, the same answers as the page, refusals with codes."""

import json
from typing import Any

import pytest
from django.test import Client

from tests.gis_core.crs.test_heights import grid

pytestmark = pytest.mark.usefixtures("town")


def post(path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    answer = Client().post(f"/api/toa-do/{path}", json.dumps(body), content_type="application/json")
    return answer.status_code, answer.json()


def get(path: str, **query: Any) -> Any:
    return Client().get(f"/api/toa-do/{path}", query).json()


def test_openapi_is_published(town) -> None:
    described = get("openapi.json")
    assert described["openapi"].startswith("3.")
    assert set(described["paths"]) == {
        f"/api/toa-do/{name}"
        for name in ("systems", "convert", "operation", "factors", "sheets", "scales", "detect", "fits", "heights")
    }
    assert all(op.get("description") for path in described["paths"].values() for op in path.values())


def test_convert() -> None:
    status, answer = post("convert", {"from": "WGS-84", "to": "9218", "points": [[10.9289, 108.1021], [95, 108]]})
    assert status == 200 and answer["features"] == {"in": 2, "out": 1, "rejected": 1}
    good, bad = answer["points"]
    assert (good["north"], good["east"]) == pytest.approx((1208622.9214, 456313.4063), abs=1e-4)
    assert good["convergence_deg"] == pytest.approx(-0.0757844, abs=1e-6) and bad["reason"] == "outside_zone"
    assert answer["operation"]["code"] == "inverse EPSG:6960" and answer["max_round_trip_m"] < 1e-5
    _, east_first = post("convert", {"from": "4326", "to": "9218", "lines": "A 108.1021 10.9289", "east_first": True})
    assert east_first["points"][0]["north"] == pytest.approx(1208622.9214, abs=1e-4)


def test_refusals() -> None:
    status, answer = post("convert", {"from": "local", "to": "9218", "points": [[1, 2]]})
    assert status == 400 and answer["error"]["code"] == "ballpark_refused" and answer["ok"] is False
    status, answer = post("convert", {"from": "HN-72", "to": "9218", "fit": "none", "points": [[1, 2]]})
    assert status == 404 and answer["error"]["code"] == "unknown_fit"


def test_operation_factors_systems_scales() -> None:
    assert get("operation", source="HN-72 19", target="9218")["cautions"][0]["code"] == "hn72_without_fit"
    found = get("factors", system="9218", north=1208622.9214, east=456313.4063)
    assert found["scale"] == pytest.approx(0.9999236, abs=1e-7)
    assert get("factors", system="WGS-84", north=10, east=108)["scale"] is None
    assert "EPSG:9218" in {system["code"] for system in get("systems")}
    assert get("scales")["dia-hinh"][-1] == 500 and get("fits") == []


def test_heights_only_through_a_model(settings, tmp_path) -> None:
    asked = {"system": "VN-2000", "north": 10.5, "east": 107.25, "height": 100.0}
    refused = get("heights", **asked)
    assert refused["ok"] is False and refused["error"]["code"] == "heights_not_available"
    (tmp_path / "geoid").mkdir()
    grid(tmp_path / "geoid" / "thu.gtx")
    settings.THODIA_HOME, settings.GEOID_GRID = tmp_path, "thu.gtx"
    assert get("heights", **asked) == {"ok": True, "height_m": pytest.approx(106.5), "model": "thu"}
    assert get("heights", **asked | {"height": 106.5, "to_ellipsoid": False})["height_m"] == pytest.approx(100.0)
    assert get("heights", **asked | {"east": 120.0})["error"]["code"] == "outside_geoid_model"


def test_sheets_and_detection() -> None:
    _, number = post("sheets", {"number": "209455-2-(6)"})
    sheet = number["sheets"][0]
    assert (sheet["west"], sheet["north"]) == (456250.0, 1208750.0) and sheet["outline"]["type"] == "Polygon"
    _, area = post(
        "sheets", {"kind": "dia-hinh", "from": "WGS-84", "scale": 25000, "lines": "10.92 108.09\n10.94 108.12"}
    )
    assert area["unit"] == "degrees" and area["sheets"][0]["number"].startswith("C-49-")
    status, _ = post("sheets", {})
    assert status == 400
    _, found = post("detect", {"points": [[456313.4, 1208622.9], [456400, 1208700]]})
    best = found["crs_candidates"][0]
    assert best["epsg"] == 9218 and best["communes"] and best["nearest_parcel_m"] is not None
