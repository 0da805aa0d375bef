"""The drawing of a family tree: rows, order, words."""

import pytest
from django.template.loader import render_to_string

from land_records import api as land_records
from tests.land_records.acts.ground import estate, vertical
from web.sheets.lineage_tree import lineage_picture

pytestmark = pytest.mark.django_db


def test_generations_stand_below_each_other_and_every_line_ends_at_its_boxes() -> None:
    land = estate()
    land.right()
    first = land.done("split_parcel", {"parcel_id": land.parcels[0], "cut_lines": vertical(8.0)}).ids
    east = first["parcel:2"]
    land.done("split_parcel", {"parcel_id": east, "cut_lines": vertical(14.0)})
    tree = land_records.lineage_of(land.parcels[0])
    drawn = lineage_picture(tree, url_of=lambda one: f"/t/{one.parcel_code}/")
    rows = {box.number: box.y for box in drawn.boxes}
    assert rows["1"] < rows["4"] == rows["5"] < rows["6"] == rows["7"]
    assert {box.number for box in drawn.boxes if box.current} == {"4", "6", "7"}
    assert [box.number for box in drawn.boxes if box.here] == ["1"]
    assert len(drawn.lines) == 4 and {line.share for line in drawn.lines} == {"40,0\xa0%", "60,0\xa0%", "50,0\xa0%"}
    assert "Tờ 1 thửa 1 tách thành tờ 1 thửa 4 (40,0\xa0%)" in drawn.spoken
    html = render_to_string("parts/lineage.html", {"tree": drawn})
    assert html.count("<g class=") == 5 and "visually-hidden" in html


def test_a_parcel_without_relatives_says_so() -> None:
    land = estate(1)
    drawn = lineage_picture(land_records.lineage_of(land.parcels[0]), url_of=lambda _one: "")
    assert drawn.alone and len(drawn.boxes) == 1
