"""Excel tables: numbers and texts, other cells kept, rejected rows on a sheet of their own."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.importers.conversion.asked import convert_answer


def book(path: Path, rows: list[list[object]]) -> Path:
    made = Workbook()
    for row in rows:
        made.active.append(row)  # type: ignore[union-attr]
    made.save(path)
    return path


def test_a_workbook(tmp_path: Path) -> None:
    source = book(
        tmp_path / "in.xlsx",
        [
            ["Tên", "X (Bắc)", "Y (Đông)", "H"],
            ["M1", 1208622.9214, 456313.4063, 3.5],
            ["M2", "1179046,7123", "420072,8098", None],
            ["M3", None, 420072.8],
            ["M4", 456313.4, 1208622.9, 1],
        ],
    )
    answer, code = convert_answer(source, tmp_path / "out.xlsx", "--from", "9218", "--to", "5899")
    assert code == 0 and answer["features"] == {"in": 4, "out": 2, "rejected": 2}
    assert [(r["row"], r["reason"]) for r in answer["rejected"]] == [(3, "empty_cell"), (4, "swapped_axes")]
    sheets = load_workbook(tmp_path / "out.xlsx").worksheets
    good = [list(row) for row in sheets[0].iter_rows(values_only=True)]
    assert good == [
        ["Tên", "X (Bắc)", "Y (Đông)", "H"],
        ["M1", 1208616.2251, 538290.7287, 3.5],
        ["M2", 1178952.4962, 502124.2877, None],
    ]
    bad = [list(row) for row in sheets[1].iter_rows(values_only=True)]
    assert [row[:2] for row in bad[1:]] == [[3, "empty_cell"], [4, "swapped_axes"]] and bad[1][3] == "M3"


def test_what_is_no_workbook(tmp_path: Path) -> None:
    fake = tmp_path / "in.xlsx"
    fake.write_bytes(b"x,y\n1,2\n")
    answer, code = convert_answer(fake, tmp_path / "out.xlsx", "--from", "9218", "--to", "5899")
    assert (code, answer["error"]["code"]) == (1, "table_unreadable")


@pytest.mark.parametrize("target", ["out.csv", "out.txt"])
def test_excel_into_text_is_not_offered(tmp_path: Path, target: str) -> None:
    source = book(tmp_path / "in.xlsx", [["x", "y"], [1208622.9, 456313.4]])
    answer, code = convert_answer(source, tmp_path / target, "--from", "9218", "--to", "5899")
    assert (code, answer["error"]["code"]) == (1, "conversion_unsupported")
