"""Names, codes and rows brought together: every file and every row gets exactly one outcome."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis_core.text.conversion import encode
from importers.api import ImportRefused
from importers.archive_linking import rows as sheet_rows
from importers.archive_linking.columns import map_columns
from importers.archive_linking.file_names import NameKeys, NameRule
from importers.archive_linking.matching import FileOutcome, Matching, ParcelKey, RowOutcome, ScanFile, match
from importers.archive_linking.rows import groups_of, read_sheet

HEADER = "Mã xã;Số phát hành;Số vào sổ;Ngày cấp;Họ và tên;Số CCCD;Địa chỉ;Vai trò;Số tờ;Số thửa;Diện tích (m²)"


class Register:
    """Parcels by unit, sheet and number; certificates by serial; scans already in the archive."""

    def __init__(self, parcels=None, certificates=None, archived=None):
        self._parcels: dict[tuple[str, str, str], tuple[int, ...]] = parcels or {}
        self._certificates: dict[str, int] = certificates or {}
        self._archived: dict[str, tuple[int, ...]] = archived or {}

    def parcels(self, keys: Collection[ParcelKey]) -> Mapping[ParcelKey, tuple[int, ...]]:
        return {key: self._parcels.get((key.unit_code, key.sheet, key.number), ()) for key in keys}

    def certificates(self, serials: Iterable[str]) -> Mapping[str, int]:
        return {serial: self._certificates[serial] for serial in serials if serial in self._certificates}

    def archive_dossiers(self, hashes: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
        return {sha: self._archived[sha] for sha in hashes if sha in self._archived}


REGISTER = Register({("22945", "12", str(number)): (number,) for number in range(1, 40)})


def sheet(tmp_path, *lines: str, header: str = HEADER, encoding: str = "utf-8"):
    path = tmp_path / "bảng kê.csv"
    path.write_bytes("\n".join([header, *lines]).encode(encoding))
    return read_sheet(path, default_unit="22945")


def row(serial="AA 123456", book="CH 01234", sheet="12", number="34", holder="Trần Thị Thử", role="Vợ", unit="22945"):
    return f"{unit};{serial};{book};15/06/2015;{holder};000123456789;Đường Thử;{role};{sheet};{number};120,5"


def matched(reading, *files: ScanFile, register=REGISTER, rule="auto") -> Matching:
    groups = groups_of(reading.rows)
    nameless = [one for one in reading.rows if not one.key]
    return match(groups=groups, nameless=nameless, files=files, rule=NameRule(rule), register=register)


def scan(name: str, *codes: str, sha: str = "", refusal: str = "") -> ScanFile:
    return ScanFile(name, sha or f"{abs(hash(name)):x}", tuple(codes), refusal)


def outcomes(result: Matching) -> list[tuple[str, str]]:
    return [(one.outcome, one.reason) for one in result.files]


@pytest.mark.parametrize(
    "header",
    [
        HEADER,
        "ma xa;so phat hanh;SO VAO SO;ngay cap;HO TEN;cccd;dia chi;vai tro;so to;so thua;dien tich",
        HEADER.upper(),
    ],
)
def test_columns_are_known_with_and_without_accents(header):
    assert set(map_columns(header.split(";"))) == {
        "unit_code", "serial", "book_number", "issued_on", "holder", "identity", "address", "role", "sheet", "number",
        "area",
    }  # fmt: skip


def test_rows_of_one_certificate_stand_together(tmp_path):
    reading = sheet(tmp_path, row(role="Chồng"), row(role="Vợ"), row(serial="AA.654321", number="035"), ";;;;;;;;;;")
    groups = groups_of(reading.rows)
    assert {key: [one.line for one in rows] for key, rows in groups.items()} == {
        "serial:AA123456": [2, 3], "serial:AA654321": [4],
    }  # fmt: skip
    first = reading.rows[0]
    assert (first.issued_on.isoformat(), first.identity, first.number) == ("2015-06-15", "000123456789", "34")
    assert reading.rows[2].number == "35"


def test_excel_and_a_title_above_the_header(tmp_path):
    book = openpyxl.Workbook()
    page = book.active
    page.append(["PHIẾU THU THẬP THÔNG TIN"])
    page.append([])
    page.append(HEADER.split(";"))
    page.append([22945, "AA 123456", "CH 01234", None, "Đặng Thị Ngoan", 1234567890, "", "Cá nhân", 12, 34.0, 120.5])
    path = tmp_path / "a.xlsx"
    book.save(path)
    [only] = read_sheet(path, default_unit="22945").rows
    assert (only.line, only.serial, only.sheet, only.number, only.holder) == (
        4,
        "AA123456",
        "12",
        "34",
        "Đặng Thị Ngoan",
    )


def test_names_typed_in_tcvn3_are_read_as_meant(tmp_path):
    names = ["Nguyễn Thị Hường", "Đặng Văn Được", "Trần Quốc Trưởng", "Phạm Ngọc Diễm", "Huỳnh Thị Mỹ Lệ"]
    book = openpyxl.Workbook()
    book.active.append(["Ma xa", "So phat hanh", "Ho ten"])
    for number, name in enumerate(names):
        book.active.append(["22945", f"AA 12345{number}", encode(name, "tcvn3").decode("latin-1")])
    path = tmp_path / "cũ.xlsx"
    book.save(path)
    reading = read_sheet(path, default_unit="22945")
    assert reading.encoding == "tcvn3"
    assert [one.holder for one in reading.rows] == names


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_in_the_encodings_excel_writes(tmp_path, encoding):
    [only] = sheet(tmp_path, row(holder="Đỗ Thị Ửng"), encoding=encoding).rows
    assert only.holder == "Đỗ Thị Ửng"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("Tên;Tuổi\nA;1".encode(), "sheet_without_keys"),
        (b"", "sheet_without_keys"),
        (b"PK\x03\x04" + b"\0" * 50, "sheet_unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 50, "sheet_unreadable"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "sheet_unreadable"),
    ],
)
def test_bad_sheets_say_what_is_wrong(tmp_path, content, code):
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    with pytest.raises(ImportRefused) as caught:
        read_sheet(path, default_unit="22945")
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("name", "rule", "keys"),
    [
        ("AA 123456.pdf", "auto", NameKeys(serial="AA123456")),
        ("scan/aa-123456_2.jpg", "auto", NameKeys(serial="AA123456")),
        ("AA01695788 (3).pdf", "serial", NameKeys(serial="AA01695788")),
        ("22945_12_034.pdf", "auto", NameKeys(unit="22945", sheet="12", parcel="34")),
        ("22945-12-34-2.pdf", "unit_sheet_parcel", NameKeys(unit="22945", sheet="12", parcel="34")),
        ("Tờ 12 thửa 34.pdf", "auto", NameKeys(sheet="12", parcel="34")),
        ("000.00.12.H36-260723-0042.pdf", "auto", NameKeys(dossier="0000012H362607230042")),
        ("CH 01234.pdf", "book_number", NameKeys(book_number="CH01234")),
        ("AA 123456/trang 1.jpg", "auto", NameKeys(serial="AA123456")),
        ("HS lưu AA 123456 bìa.pdf", "auto", NameKeys(serial="AA123456")),
        ("HS-12-34.pdf", "HS-{sheet}-{parcel}", NameKeys(sheet="12", parcel="34")),
    ],
)
def test_names_by_rule(name, rule, keys):
    assert NameRule(rule).keys(name)[0] == keys


def test_silent_names_and_rules_without_a_key():
    assert NameRule("serial").keys("scan0007.pdf") == ()
    for wrong in ("{any}", "scan", "{unit}_{sheet}", "{serial}{name}"):
        with pytest.raises(ImportRefused):
            NameRule(wrong)


def elis(serial: str) -> str:
    return f"15-06-2015-08-30-00|22945|ELIS|H36-150615-0001|{serial}||15-06-2015|7"


def test_by_name_by_qr_and_by_bar_code(tmp_path):
    reading = sheet(tmp_path, row(), row(serial="AA 200000", number="35"), row(serial="AA 300000", number="36"))
    result = matched(reading, scan("aa123456.pdf"), scan("scan1.pdf", elis("AA 200000")), scan("scan2.jpg", "AA300000"))
    assert outcomes(result) == [("matched", "name"), ("matched", "code"), ("matched", "code")]
    assert [(one.outcome, one.parcel_ids) for one in result.groups] == [
        ("matched", (34,)), ("matched", (35,)), ("matched", (36,)),
    ]  # fmt: skip


def test_code_and_name_that_disagree_are_for_a_person(tmp_path):
    reading = sheet(tmp_path, row(), row(serial="AA 200000", number="35"))
    result = matched(reading, scan("AA123456.pdf", elis("AA 200000")))
    [only] = result.files
    assert (only.outcome, only.reason) == ("ambiguous", "code_and_name_differ")
    assert set(only.candidates) == {"serial:AA123456", "serial:AA200000"}
    assert [one.outcome for one in result.groups] == ["no_scan", "no_scan"]


def test_two_certificates_on_one_parcel_named_by_parcel(tmp_path):
    reading = sheet(tmp_path, row(), row(serial="AA 200000"))
    by_parcel, by_serial = matched(reading, scan("22945_12_34.pdf"), scan("AA 200000.pdf")).files
    assert (by_parcel.outcome, by_parcel.reason) == ("ambiguous", "several_certificates")
    assert by_serial.outcome == "matched"


def test_a_reference_that_means_two_parcels_waits_with_its_scans(tmp_path):
    register = Register({("22945", "12", "34"): (7, 8)})
    result = matched(sheet(tmp_path, row()), scan("AA 123456.pdf"), register=register)
    assert (result.groups[0].outcome, result.groups[0].candidates) == ("ambiguous", (7, 8))
    assert outcomes(result) == [("ambiguous", "several_parcels")]


def test_orphans_duplicates_and_refused(tmp_path):
    reading = sheet(
        tmp_path, row(), row(serial="SAI SỐ", number="35"), row(serial="AA 900000", number="999"),
        row(serial="AA 500000", number="36"),
    )  # fmt: skip
    files = [
        scan("AA 123456.pdf", sha="a"), scan("bản sao AA 123456.pdf", sha="a"), scan("lạ.pdf"),
        scan("ZZ 999999.pdf"), scan("hỏng.pdf", refusal="scan_damaged"), scan("AA 900000.pdf"), scan("22945_12_35.pdf"),
    ]  # fmt: skip
    result = matched(reading, *files)
    assert outcomes(result) == [
        ("matched", "name"), ("duplicate", "same_content"), ("orphan", "silent"), ("orphan", "not_in_sheet"),
        ("refused", "scan_damaged"), ("orphan", "parcel_not_found"), ("orphan", "row_refused"),
    ]  # fmt: skip
    assert [(one.outcome, one.reason) for one in result.groups] == [
        ("matched", ""), ("refused", "serial_malformed"), ("orphan", "parcel_not_found"), ("no_scan", "no_scan"),
    ]  # fmt: skip


def test_the_same_delivery_again_is_all_known(tmp_path):
    register = Register({("22945", "12", "34"): (34,)}, archived={"a": (1,), "b": (1,)})
    result = matched(sheet(tmp_path, row()), scan("AA 123456.pdf", sha="a"), scan("x.pdf", sha="b"), register=register)
    assert outcomes(result) == [("already", "in_archive"), ("already", "in_archive")]
    assert [one.outcome for one in result.groups] == ["already"]


def test_a_serial_with_d_bar_is_found_without_it(tmp_path):
    result = matched(sheet(tmp_path, row(serial="ĐB 123456")), scan("DB123456.pdf"), scan("đb 123456_2.pdf"))
    assert [one.group for one in result.files] == ["serial:ĐB123456"] * 2


_serial = st.sampled_from([f"AA {number:06d}" for number in range(100000, 100006)] + ["", "SAI"])
_rows = st.lists(st.tuples(_serial, st.sampled_from(["1", "2", "3", "99", ""])), max_size=8)
_names = st.sampled_from(
    ["AA100000.pdf", "aa 100001_2.pdf", "22945_12_1.pdf", "22945_12_2.jpg", "lạ.pdf", "AA 100003.tif"]
)
_files = st.lists(st.tuples(_names, st.sampled_from("abcdef"), st.sampled_from(["", "AA100002", elis("AA 100001")]),
                            st.sampled_from(["", "", "scan_damaged"])), max_size=8)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(rows=_rows, files=_files)
def test_every_file_and_every_row_has_one_outcome(tmp_path_factory, rows, files):
    reading = parsed(rows)
    result = matched(reading, *(ScanFile(n, sha, (code,) if code else (), bad) for n, sha, code, bad in files))
    assert len(result.files) == len(files)
    assert sum(len(group.rows) for group in result.groups) + len(result.nameless) == len(reading.rows)
    fed = Counter(one.group for one in result.files if one.outcome == FileOutcome.MATCHED)
    for group in result.groups:
        assert (group.outcome == RowOutcome.MATCHED) == bool(fed[group.key])


def parsed(rows):
    """Rows without a file and a child: what `read_sheet` would give."""
    columns = map_columns(HEADER.split(";"))
    cells = [row(serial=serial, book="", number=number).split(";") for serial, number in rows]
    return sheet_rows.SheetReading(
        tuple(sheet_rows._row(line, cell, columns, "22945") for line, cell in enumerate(cells, start=2)),
        {},
        (),
        "utf-8",
    )
