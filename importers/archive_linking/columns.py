"""Which column of a delivered spreadsheet means what: by name, with or without accents.

The names are those of the data collection sheet of the 2025 nationwide clean-up (Phú Thọ, annex 3) and of the
exports people make from ELIS and ViLIS. A name fits when it is one of the known ones after folding.
"""

from collections.abc import Sequence

from gis_core.text.names import fold

NAMES: dict[str, tuple[str, ...]] = {
    "unit_code": ("ma xa", "ma dvhc", "ma don vi hanh chinh", "ma phuong xa", "unit code", "maxa"),
    "serial": (
        "so phat hanh", "so phat hanh gcn", "so phat hanh giay chung nhan", "so seri", "seri", "serial", "so serial",
        "sophathanh", "so gcn", "so giay chung nhan",
    ),
    "book_number": ("so vao so", "so vao so cap gcn", "so vao so gcn", "so vao so cap giay chung nhan", "sovaoso"),
    "issued_on": ("ngay cap", "ngay cap gcn", "ngay cap giay chung nhan", "ngay ky", "issue date", "ngaycap"),
    "holder": (
        "ten chu su dung", "chu su dung", "ho ten", "ho va ten", "ten nguoi su dung dat", "nguoi su dung dat",
        "ten chu", "holder", "ho ten chu su dung",
    ),
    "identity": ("cccd", "cmnd", "so cccd", "so cmnd", "cmnd cccd", "cccd cmnd", "so giay to", "so dinh danh",
                 "so cmnd cccd", "so giay to phap ly"),
    "address": ("dia chi", "dia chi thuong tru", "dia chi chu su dung", "noi thuong tru", "address"),
    "role": ("vai tro", "doi tuong", "loai chu", "quan he", "phap nhan vai tro", "role"),
    "parcel_code": ("ma dinh danh thua dat", "ma dinh danh", "ma thua dat", "parcel code", "parcel id"),
    "sheet_certificate": ("so to tren gcn", "to ban do tren gcn", "so to gcn", "so to cu", "to ban do cu"),
    "number_certificate": ("so thua tren gcn", "thua dat tren gcn", "so thua gcn", "so thua cu"),
    "sheet": (
        "so to", "to ban do", "so to ban do", "to ban do so", "so hieu to ban do", "so to tren ban do",
        "so to hien trang", "so to moi", "sheet",
    ),
    "number": (
        "so thua", "thua dat so", "so thua dat", "so thu tu thua", "so thua tren ban do", "so thua hien trang",
        "so thua moi", "parcel",
    ),
    "area": ("dien tich", "dien tich m2", "dien tich tren gcn", "dien tich phap ly", "area"),
    "land_use": ("loai dat", "muc dich su dung", "loai dat 1", "muc dich su dung 1", "ma loai dat", "land use"),
    "origin": ("nguon goc", "nguon goc su dung", "nguon goc 1"),
    "term": ("thoi han", "thoi han su dung", "thoi han 1"),
    "dossier_code": ("ma ho so", "so ho so", "ma ho so tthc", "ma ho so mot cua", "ma ho so luu tru", "dossier code"),
    "store": ("kho",),
    "row": ("day", "gia"),
    "rack": ("ke",),
    "box": ("hop", "so hop"),
    "slot": ("ngan",),
}  # fmt: skip
"""Field → folded names of its column, the usual one first."""

_FIELD_OF = {name: field for field, names in NAMES.items() for name in names}
KEYS = ("serial", "book_number", "number")
"""A sheet names its certificates by at least one of these."""


def map_columns(header: Sequence[str]) -> dict[str, int]:
    """Field → place of its column; of two columns with one meaning the first counts. Unknown ones are left out."""
    found: dict[str, int] = {}
    for place, name in enumerate(header):
        field = _FIELD_OF.get(_plain(name))
        if field is not None:
            found.setdefault(field, place)
    return found


def header_row(rows: Sequence[Sequence[str]], *, within: int = 20) -> int | None:
    """The row that holds the column names: the one that names most fields, among the first rows; None without one."""
    scores = [len(map_columns(row)) for row in rows[:within]]
    best = max(scores, default=0)
    return scores.index(best) if best >= 2 else None


def _plain(name: str) -> str:
    """Folded, without the brackets people add: "Diện tích (m²)" → "dien tich"."""
    return fold(name.split("(", maxsplit=1)[0].replace("*", " ").replace("/", " ").replace("²", "2"))
