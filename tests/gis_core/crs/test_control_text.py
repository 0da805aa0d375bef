"""Tables of common points: every separator, heights, points left aside, refusals; written tables are read again."""

import pytest

from gis_core.crs.control_text import read_control_table, write_control_table
from gis_core.errors import CrsError


@pytest.mark.parametrize(
    "text",
    [
        "name,x1,y1,x2,y2\nA,1210185.654,19183038.343,1208622.921,456313.406\n",
        "Tên;X nguồn;Y nguồn;X đích;Y đích\nA;1210185,654;19183038,343;1208622,921;456313,406\n",
        "ten\tn1\te1\tn2\te2\nA\t1210185.654\t19183038.343\t1208622.921\t456313.406\n",
        "ten x_1 y_1 x_2 y_2\nA 1210185.654 19183038.343 1208622.921 456313.406\n",
    ],
)
def test_the_same_point_in_every_dress(text: str) -> None:
    point = read_control_table(text)[0]
    assert point.name == "A" and point.used
    assert point.source == (19183038.343, 1210185.654, None)
    assert point.target == (456313.406, 1208622.921, None)


def test_heights_degrees_and_points_left_aside() -> None:
    text = "stt,lat1,lon1,h1,x2,y2,h2,used\n1,10.9,108.1,5.5,1208622,456313,3,1\n2,10.8,108.2,,1208000,456000,,0\n"
    first, second = read_control_table(text)
    assert first.source == (108.1, 10.9, 5.5) and first.target[2] == 3
    assert not second.used and second.source[2] is None
    plain = [first, second]
    assert read_control_table(write_control_table(plain)) == plain


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("a,b\n1,2\n", "source"),
        ("x1,y1,a\n1,2,3\n", "target"),
        ("x1,y1,x2,y2\n1,2,3,abc\n", "row 1"),
        ("ten,x1,y1,x2,y2\nA,1,2,3,4\nA,1,2,3,4\n", "twice"),
        ("x1,y1,x2,y2\n" + "1,2,3,4\n" * 2001, "more than"),
    ],
)
def test_tables_that_cannot_be_used_say_why(text: str, says: str) -> None:
    with pytest.raises(CrsError) as refusal:
        read_control_table(text)
    assert refusal.value.code == "control_points_refused" and says in refusal.value.message_en
