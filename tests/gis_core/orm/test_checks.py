"""System checks on a real database: silent when the ground is right, loud when it is not."""

import pytest
from django.core.checks import Error
from django.db import connection

from gis_core.crs.zones import ZONES
from gis_core.orm.checks import check_ground
from tests.environment import cluster


def _ids(messages: list) -> set[str]:
    assert all(isinstance(message, Error) for message in messages)
    return {message.id for message in messages}


def test_the_ground_is_right(db: None) -> None:
    assert check_ground(databases=["default"]) == []


def test_nothing_is_asked_without_a_database() -> None:
    assert check_ground(databases=None) == []
    assert check_ground(databases=["published"]) == []


def test_a_wrong_datum_shift_is_found(committed_db: str) -> None:
    cluster.psql(
        "-c",
        "UPDATE spatial_ref_sys SET proj4text = replace(proj4text, '0.00928836,-0.01975479,0.00427372', "
        "'-0.00928836,0.01975479,-0.00427372') WHERE srid = 9218",
        database=committed_db,
    )
    found = check_ground(databases=["default"])
    assert _ids(found) == {"gis_core.E003"}
    assert "9218" in found[0].msg


def test_another_land_srid_is_found(db: None, settings: pytest.FixtureRequest) -> None:
    settings.LAND_SRID = 5899  # type: ignore[attr-defined]
    assert _ids(check_ground(databases=["default"])) == {"gis_core.E004"}


def test_postgis_knows_every_national_zone(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM spatial_ref_sys WHERE srid = ANY(%s)",
            [[entry.srid for entry in ZONES.values() if not entry.own_code]],
        )
        assert cursor.fetchone() == (sum(not entry.own_code for entry in ZONES.values()),)
