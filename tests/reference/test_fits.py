"""Saved fits: versions are added, never changed; the saved one computes what was judged."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from django.db import connection, transaction
from django.db.utils import Error

from gis_core.crs.operations import choose_operation
from reference import api
from reference.models import SavedFit
from tests.gis_core.crs.test_named_fit import HERE, HN72, common_points, fitted

pytestmark = pytest.mark.django_db


def test_a_fit_is_saved_found_and_used() -> None:
    judged = replace(fitted("second_degree", common_points(), stretch=True), name="  Phan Thiết  HN-72 ")
    saved = api.save_fit(fitted=judged, author_id=7, note="lưới địa chính cơ sở")
    assert (saved.name, saved.version, saved.latest, saved.author_id) == ("Phan Thiết HN-72", 1, True, 7)
    assert saved.rms_m == judged.rms_m and saved.made_on == date(2026, 11, 27)
    assert saved.area is not None and saved.area["type"] == "Polygon"
    lon, lat = np.array(saved.area["coordinates"][0]).T
    assert 107.9 < lon.min() < lon.max() < 108.3 and 10.8 < lat.min() < lat.max() < 11.1
    again = api.usable_fit("phan thiết hn-72".replace("phan thiết hn", "Phan Thiết HN"))
    assert again.name == "Phan Thiết HN-72@1"
    x, y = [19_183_038.343], [1_210_185.654]
    assert np.array(again.apply(x, y)) == pytest.approx(np.array(judged.apply(x, y)), abs=1e-9)
    assert choose_operation(HN72, HERE, fit=again).operation.code == "fit Phan Thiết HN-72@1"


def test_a_second_version_leaves_the_first() -> None:
    points = common_points(noise=0.02)
    api.save_fit(fitted=fitted("helmert", points), author_id=None)
    api.save_fit(fitted=fitted("second_degree", points), author_id=None)
    assert [(f.version, f.kind, f.latest) for f in api.saved_fits(every_version=True)] == [
        (2, "second_degree", True), (1, "helmert", False),
    ]  # fmt: skip
    assert [f.version for f in api.saved_fits()] == [2]
    assert api.saved_fit("Xã mẫu").kind == "second_degree" and api.usable_fit("Xã mẫu@1").kind == "helmert"


@pytest.mark.parametrize("statement", ["UPDATE reference_savedfit SET rms_m = 0", "DELETE FROM reference_savedfit"])
def test_the_database_refuses_to_change_one(statement: str) -> None:
    api.save_fit(fitted=fitted("affine", common_points()), author_id=None)
    with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert SavedFit.objects.count() == 1


def test_what_is_not_saved() -> None:
    exact = replace(fitted("affine", common_points(3)), name="ít điểm")
    with pytest.raises(api.FitRefused):
        api.save_fit(fitted=exact, author_id=None)
    for name in ("", "diem.csv", "x" * 90):
        with pytest.raises(api.FitRefused):
            api.save_fit(fitted=replace(fitted("affine", common_points()), name=name), author_id=None)
    with pytest.raises(api.UnknownFit) as unknown:
        api.saved_fit("chưa có")
    assert unknown.value.hint_vi
