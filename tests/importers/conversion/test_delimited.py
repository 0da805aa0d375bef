"""CSV and TXT tables: good rows converted, bad ones marked, totals balance, the rest of a row untouched."""

import csv
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from gis_core.crs.transform import transform_xy
from gis_core.errors import DomainError
from importers.conversion import delimited
from importers.conversion.delimited import convert_delimited
from tests.gis_core.crs.vectors import NORTH_EAST, PLACES
from tests.importers.conversion.asked import convert_answer, request

NAMES = {"ok", "features", "operation", "max_round_trip_m", "extent", "rejected", "seconds"}


def rows_of(path: Path, separator: str = ",", encoding: str = "utf-8") -> list[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file, delimiter=separator))


def test_places_of_the_province_to_a_tenth_of_a_millimetre(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    lines = [f'"{name}, tỉnh",{lat},{lon},ghi chú' for name, (lat, lon) in PLACES.items()]
    source.write_text("\n".join(["tên,lat,lon,note", *lines]) + "\n", encoding="utf-8")
    answer, code = convert_answer(source, target, "--from", "WGS-84", "--to", "Bình Thuận")
    assert code == 0 and set(answer) >= NAMES
    assert answer["features"] == {"in": 6, "out": 6, "rejected": 0} and answer["rejected"] == []
    assert answer["operation"]["code"] == "inverse EPSG:6960" and answer["operation"]["accuracy_m"] == 1.0
    assert answer["max_round_trip_m"] < 1e-5 and not (tmp_path / "out.rejected.csv").exists()
    header, *rows = rows_of(target)
    assert header == ["tên", "x", "y", "note"]
    for row, (name, (north, east)) in zip(rows, NORTH_EAST[9218].items(), strict=True):
        assert row == [f"{name}, tỉnh", f"{north:.4f}".rstrip("0"), f"{east:.4f}".rstrip("0"), "ghi chú"]
    west, south, east, north = answer["extent"]
    assert west < east < 600_000 < south < north


def test_every_kind_of_bad_row_is_marked_and_totals_balance(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    rows = [
        "A,1208622.9214,456313.4063", "B,456313.4063,1208622.9214", "C,,456313.4", "D,abc,456313.4",
        "E,-1208622.9,456313.4", "F,10.9,108.1", "G,1208.6229,456.3134", "H,1208622.9,4563134.0",
        'I,"1.208.622,9214",456313.4063',
    ]  # fmt: skip
    source.write_text("ten,x,y\n" + "\n".join(rows) + "\n", encoding="utf-8")
    answer, code = convert_answer(source, target, "--from", "9218", "--to", "5899")
    assert code == 0 and answer["features"] == {"in": 9, "out": 2, "rejected": 7}
    assert [(r["row"], r["reason"]) for r in answer["rejected"]] == [
        (2, "swapped_axes"), (3, "empty_cell"), (4, "not_a_number"), (5, "wrong_hemisphere"), (6, "mixed_units"),
        (7, "mixed_units"), (8, "outside_zone"),
    ]  # fmt: skip
    assert all(r["reason_vi"] and r["reason_en"] for r in answer["rejected"])
    assert [row[0] for row in rows_of(target)] == ["ten", "A", "I"]
    assert rows_of(target)[1][1:] == rows_of(target)[2][1:]
    rejected = rows_of(tmp_path / "out.rejected.csv")
    assert rejected[0] == ["row", "reason", "ly_do", "ten", "x", "y"]
    assert [row[0] for row in rejected[1:]] == ["2", "3", "4", "5", "6", "7", "8"] and rejected[1][3] == "B"


def test_swapped_on_purpose(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("x,y\n456313.4063,1208622.9214\n", encoding="utf-8")
    answer, _ = convert_answer(source, target, "--from", "9218", "--to", "WGS-84", "--swap-axes")
    assert answer["features"]["out"] == 1
    header, row = rows_of(target)
    assert header == ["lat", "lon"]
    assert [float(cell) for cell in row] == pytest.approx([10.9289, 108.1021], abs=2e-9)


def test_decimal_commas_and_semicolons_stay(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("stt;x;y;cao độ\n1;1208622,9214;456313,4063;12,50\n", encoding="utf-8-sig")
    convert_delimited(request(source, target, "9218", "5899"))
    assert target.read_text("utf-8") == "stt;x;y;cao độ\n1;1208616,2251;538290,7287;12,50\n"


def test_an_old_encoding_comes_back_byte_by_byte(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    name = b"\xa7\xac\xeang Tr\xc7n H\xadng \xa7\xb9o"  # TCVN3
    source.write_bytes(b"ten,x,y\n" + name + b",1208622.9214,456313.4063\n")
    convert_delimited(request(source, target, "9218", "5899"))
    assert target.read_bytes() == b"ten,x,y\n" + name + b",1208616.2251,538290.7287\n"


def test_text_set_with_blanks_and_without_header(tmp_path: Path) -> None:
    source, target = tmp_path / "in.txt", tmp_path / "out.txt"
    source.write_text("M1   1208622.9214  456313.4063  tim moc\n\nM2   1179046.7123  420072.8098\n", encoding="utf-8")
    answer, code = convert_answer(source, target, "--from", "9218", "--to", "5899", "--columns", "ten,x,y,ghi chu")
    assert code == 0 and answer["features"]["out"] == 2
    assert rows_of(target, "\t") == [
        ["ten", "x", "y", "ghi chu"],
        ["M1", "1208616.2251", "538290.7287", "tim moc"],
        ["M2", "1178952.4962", "502124.2877", ""],
    ]


def test_blocks_keep_order_and_row_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "BLOCK_BYTES", 4096)
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    rng = np.random.default_rng(3)
    lat, lon = rng.uniform(10.4, 11.6, 3000), rng.uniform(107.2, 109.0, 3000)
    bad = {7, 999, 2998}
    lines = [f"{i},{'' if i in bad else f'{lat[i]:.12f}'},{lon[i]:.12f}" for i in range(3000)]
    source.write_text("id,lat,lon\n" + "\n".join(lines) + "\n", encoding="utf-8")
    answer = convert_delimited(request(source, target, "WGS-84", "9218"))
    assert [entry["row"] for entry in answer["rejected"]] == [8, 1000, 2999]
    _, *rows = rows_of(target)
    kept = [int(row[0]) for row in rows]
    assert kept == [i for i in range(3000) if i not in bad]
    east, north = transform_xy(lon[kept], lat[kept], 4326, 9218)
    values = np.array([[float(row[1]), float(row[2])] for row in rows])
    assert values == pytest.approx(np.column_stack((north, east)), abs=5.1e-5)


@pytest.mark.parametrize(
    ("text", "start", "code"),
    [
        ("a,b,c\n1,2,3\n", "9218", "coordinate_columns_unknown"),
        ("x,y\n10.9,108.1\n", "WGS-84", "coordinate_columns_unknown"),
        ("", "9218", "table_unreadable"),
        ("x,y\n1208622.9,456313.4\n1,2,3,4\n", "9218", "table_unreadable"),
    ],
)
def test_tables_that_are_none(tmp_path: Path, text: str, start: str, code: str) -> None:
    source = tmp_path / "in.csv"
    source.write_text(text, encoding="utf-8")
    answer, ended = convert_answer(source, tmp_path / "out.csv", "--from", start, "--to", "5899")
    assert ended == 1 and answer["ok"] is False and answer["error"]["code"] == code
    assert answer["error"]["message_vi"] and answer["error"]["hint"]["vi"]


def test_wrong_use_and_refusals(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("x,y\n1208622.9,456313.4\n", encoding="utf-8")
    with pytest.raises(CommandError) as missing:
        call_command("convert", str(tmp_path / "none.csv"), "out.csv", "--from", "9218", "--to", "5899")
    assert missing.value.returncode == 2
    with pytest.raises(CommandError):
        call_command("convert", str(source), "out.csv", "--to", "5899")
    for start, target, code in (
        ("Atlantis", "out.csv", "crs_unknown"), ("9218", "out.pdf", "conversion_unsupported"),
        ("9218", "in.csv", "conversion_unsupported"), ("local", "out.csv", "ballpark_refused"),
    ):  # fmt: skip
        answer, ended = convert_answer(source, tmp_path / target, "--from", start, "--to", "5899")
        assert (ended, answer["error"]["code"]) == (1, code)


def test_hanoi_72_says_five_to_six_metres(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("x,y\n1210185.654,19183038.343\n", encoding="utf-8")
    answer, _ = convert_answer(source, tmp_path / "out.csv", "--from", "HN-72 19", "--to", "9218")
    assert answer["operation"]["accuracy_m"] == 6.0 and "5–6 m" in answer["cautions"][0]["vi"]


def test_a_fit_from_a_table_of_common_points(tmp_path: Path) -> None:
    source, control = tmp_path / "in.csv", tmp_path / "control.csv"
    rng = np.random.default_rng(5)
    here = rng.uniform(0, 8000, (10, 2)) + np.array((452_000, 1_204_000))
    old = np.column_stack(transform_xy(here[:, 0], here[:, 1], 9218, 2045)) + np.array((3.2, -4.1))
    rows = [
        f"T{i},{o[1]!r},{o[0]!r},{h[1]!r},{h[0]!r}"
        for i, (o, h) in enumerate(zip(old.tolist(), here.tolist(), strict=True))
    ]
    control.write_text("ten,x1,y1,x2,y2\n" + "\n".join(rows) + "\n", encoding="utf-8")
    lines = [f"{o[1]!r},{o[0]!r}" for o in old.tolist()] + ["1300000,19183038"]
    source.write_text("x,y\n" + "\n".join(lines) + "\n", encoding="utf-8")
    arguments = ("--from", "HN-72 19", "--to", "9218", "--fit", str(control), "--fit-kind", "second_degree")
    answer, code = convert_answer(source, tmp_path / "out.csv", *arguments)
    assert code == 0 and answer["operation"]["code"] == "fit control.csv" and "RMS" in answer["operation"]["name"]
    assert answer["features"]["out"] == 10 and answer["rejected"][0]["reason"] == "outside_fit"
    _, *rows = rows_of(tmp_path / "out.csv")
    assert np.array([[float(y), float(x)] for x, y in rows]) == pytest.approx(here, abs=0.01)


def test_the_refusal_of_a_pair_nobody_takes_names_both(tmp_path: Path) -> None:
    with pytest.raises(DomainError) as refusal:
        convert_delimited(request(tmp_path / "x.csv", tmp_path / "y.csv", "local", "9218"))
    assert refusal.value.code == "ballpark_refused"
