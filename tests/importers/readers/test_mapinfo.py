"""MapInfo: bytes of texts, the CoordSys in all its spellings, sets that are not whole."""

from pathlib import Path

import pytest

from importers.intake.blocks import as_frame
from importers.readers import mapinfo_coordsys
from importers.readers.choose import read
from importers.readers.errors import DamagedFile, MissingCompanion, UnsafeReference, WrongExtension
from tests.public_data import public_file

SEVEN = "-191.90441429, -39.30318279, -111.45032835"
TURNS = "-0.00928836, 0.01975479, -0.00427372"
GRID = '"m", 108.5, 0, 0.9999, 500000, 0'
VN108 = f"CoordSys Earth Projection 8, 9999, 28, {SEVEN}, {TURNS}, 0.252906278, 0, {GRID}"
OWNER = "Đỗ Hữu".encode("cp1258", "replace")


def mif(
    folder: Path, *, coordsys: str | None = VN108, charset: str = "WindowsLatin1", body: bytes | None = None
) -> Path:
    head = f'Version 300\nCharset "{charset}"\nDelimiter ","\n' + (f"{coordsys}\n" if coordsys else "")
    head += "Columns 2\n  SOTHUA Integer\n  CHU Char(40)\nData\n\n"
    region = b"Region  1\n  5\n456000.001 1208000\n456010 1208000\n456010 1208010\n456000 1208010\n456000.001 1208000\n"
    path = folder / "thua.mif"
    path.write_bytes(head.encode() + (body or region * 2))
    (folder / "thua.mid").write_bytes(b'1,"\xa7\xea H\xf7u"\n2,"V\xd2"\n')
    return path


@pytest.mark.parametrize(
    ("clause", "epsg", "how"),
    [
        (VN108, 9218, "exact"),
        (VN108 + " Bounds (0, 0) (1000000, 2000000)", 9218, "exact"),
        (f"CoordSys Earth Projection 8, 9999, 28, {SEVEN}, 0, 0, 0, 0, 0, {GRID}", 9218, "three_parameters"),
        (f"CoordSys Earth Projection 8, 999, 28, {SEVEN}, {GRID}", 9218, "three_parameters"),
        (
            f"CoordSys Earth Projection 8, 9999, 28, {SEVEN}, 0.00928836, -0.01975479, 0.00427372, 0.25, 0, {GRID}",
            9218,
            "rotations_flipped",
        ),
        (
            f"CoordSys Earth Projection 8, 9999, 28, 191.90441429, 39.30318279, 111.45032835, 0, 0, 0, 0, 0, {GRID}",
            9218,
            "direction_flipped",
        ),
        (
            f"CoordSys Earth Projection 8, 9999, 28, -191.904, -39.303, -111.45, {TURNS}, 0.2529, 0, {GRID}",
            9218,
            "rounded",
        ),
        (f"CoordSys Earth Projection 8, 104, {GRID}", 9218, "datum_104"),
        ('CoordSys Earth Projection 8, 104, "m", 111, 0, 0.9996, 500000, 0', 3406, "datum_104"),
        (VN108.replace("108.5", "107.75"), 5899, "exact"),
        (VN108.replace("108.5", "111").replace("0.9999", "0.9996"), 3406, "exact"),
        (
            'CoordSys Earth Projection 8, 9999, 3, -17.51, -108.32, -62.39, 0,0,0,0,0, "m", 111, 0, 1, 19500000, 0',
            2045,
            "exact",
        ),
        ("CoordSys Earth Projection 1, 104", 4326, "datum_104"),
        (f"CoordSys Earth Projection 1, 9999, 28, {SEVEN}, {TURNS}, 0.252906278, 0", 4756, "exact"),
        ('CoordSys Earth Projection 8, 117, "m", 173, 0, 0.9996, 1600000, 10000000', None, "datum_unknown"),
        ('CoordSys NonEarth Units "m" Bounds (0, 0) (1, 1)', None, "non_earth"),
    ],
)
def test_coordsys_spellings(clause: str, epsg: int | None, how: str) -> None:
    facts = mapinfo_coordsys.declared(mapinfo_coordsys.parse(clause), clause)
    assert (facts["epsg"], facts["how"]) == (epsg, how)


def test_datum_104_under_a_vn2000_grid_warns(tmp_path: Path) -> None:
    info = read(mif(tmp_path, coordsys=f"CoordSys Earth Projection 8, 104, {GRID}")).info
    assert "crs_datum_104" in [note.code for note in info.warnings]
    assert "225 m" in info.warnings[0].message_vi


@pytest.mark.parametrize("charset", ["WindowsLatin1", "WindowsVietnamese", "UTF-8", "Neutral"])
def test_text_bytes_survive_every_charset(tmp_path: Path, charset: str) -> None:
    reading = read(mif(tmp_path, charset=charset))
    rows = as_frame(next(iter(reading.blocks)))
    assert [row["CHU"] for row in rows["attrs"]] == [b"\xa7\xea H\xf7u", b"V\xd2"]
    assert [row["SOTHUA"] for row in rows["attrs"]] == [1, 2]
    assert reading.info.declared_encoding == charset
    assert ("charset_wrong" in [note.code for note in reading.info.warnings]) == (charset == "UTF-8")


def test_text_objects_keep_bytes_and_font(tmp_path: Path) -> None:
    body = b'Text\n  "Th\xf6a \xae\xcat"\n  456000 1208000 456010 1208002\n  Font (".VnTime",0,0,0)\nnone\n'
    rows = as_frame(next(iter(read(mif(tmp_path, body=body)).blocks)))
    assert (rows.kind[0], rows.text[0], rows.font[0]) == ("text", b"Th\xf6a \xae\xcat", ".VnTime")
    assert rows.kind[1] == "none"


def test_rows_that_do_not_pair_are_quarantined(tmp_path: Path) -> None:
    path = mif(tmp_path)
    (tmp_path / "thua.mid").write_bytes(b'1,"A"\n')
    reading = read(path)
    assert "rows_differ" in [note.code for note in reading.info.warnings]
    assert reading.info.verdict == "quarantine"
    assert len(as_frame(next(iter(reading.blocks)))) == 2


def test_a_cut_region_keeps_the_others(tmp_path: Path) -> None:
    whole = b"Region  1\n  4\n456000 1208000\n456010 1208000\n456010 1208010\n456000 1208000\n"
    reading = read(mif(tmp_path, body=whole + whole[:40]))
    assert "object_incomplete" in [note.code for note in reading.info.warnings]
    assert as_frame(next(iter(reading.blocks))).kind.tolist() == ["polygon", "none"]


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"Region  1\n  3\n456000,5 1208000,1\n456010,5 1208000,1\n456000,5 1208000,1\n", "phẩy"),
        (b"Region  1\n  2000000000\n456000 1208000\n", "2,000,000,000"),
    ],
)
def test_decimal_commas_and_absurd_counts_are_refused(tmp_path: Path, body: bytes, word: str) -> None:
    with pytest.raises(DamagedFile) as caught:
        read(mif(tmp_path, body=body))
    assert word in caught.value.message_vi


def test_nan_is_seen_although_gdal_swallows_it(tmp_path: Path) -> None:
    body = b"Region  1\n  4\n1.#QNAN inf\n456010 1208000\n456010 1208010\n456000 1208000\n"
    info = read(mif(tmp_path, body=body)).info
    assert info.verdict == "quarantine"
    assert "coordinates_not_finite" in [note.code for note in info.warnings]


def test_a_mif_without_mid_names_it(tmp_path: Path) -> None:
    path = mif(tmp_path)
    (tmp_path / "thua.mid").unlink()
    with pytest.raises(MissingCompanion) as caught:
        read(path)
    assert "thua.mid" in caught.value.message_vi


def test_a_tab_without_dat_names_it(tmp_path: Path) -> None:
    (tmp_path / "thua.TAB").write_text(
        '!table\n!version 300\nDefinition Table\n  Type NATIVE Charset "X"\n  Fields 0\n'
    )
    (tmp_path / "thua.MAP").write_bytes(bytes(512))
    with pytest.raises(MissingCompanion) as caught:
        read(tmp_path / "thua.TAB")
    assert "thua.dat" in caught.value.message_vi
    assert "thua.id" in caught.value.message_vi
    assert "thua.map" not in caught.value.message_vi


@pytest.mark.parametrize(
    "text",
    [
        '!table\n!version 100\nOpen Table "..\\\\x" Hide\nCreate View v As\nSelect * From x\n',
        '!table\n!version 300\nDefinition Table\n  Type NATIVE\nbegin_metadata\n"\\IsSeamless" = "TRUE"\n',
        '!table\n!version 300\nDefinition Table\n  File "../../etc/passwd"\n  Type "RASTER"\n',
    ],
)
def test_tables_that_open_other_files_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.tab").write_text(text)
    with pytest.raises(UnsafeReference):
        read(tmp_path / "a.tab")


def test_framemaker_is_not_mapinfo(tmp_path: Path) -> None:
    (tmp_path / "a.mif").write_bytes(b"<MIFFile 2015>\n")
    with pytest.raises(WrongExtension) as caught:
        read(tmp_path / "a.mif")
    assert "FrameMaker" in caught.value.message_en


@pytest.mark.parametrize(("name", "count"), [("Up.tab", 81), ("ps_cant_31.MIF", 44), ("nz_parcels_west.mif", 400)])
def test_real_files(name: str, count: int) -> None:
    info = read(public_file(f"mapinfo/{name}")).info
    assert (info.features, info.layers[0].count, info.disagreements) == (count, count, [])
