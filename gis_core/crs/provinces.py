"""Central meridian of every province: of cadastral data until 2025, and of provincial maps after the merger.

OLD_PROVINCES: Circular 25/2014/TT-BTNMT Annex 02 (63 provinces), the zone of all legacy cadastral data. NEW_PROVINCES:
Circular 24/2025/TT-BNNMT annex (34 provinces since 2025-07-01), for provincial administrative maps; which meridian
cadastral work takes after the merger is not settled by it. The coordinate system is an attribute of every data set,
never of the province: these tables only propose.
"""

from gis_core.text.names import fold_spelling

_OLD_ROWS: tuple[tuple[float, str], ...] = (
    (103.0, "Lai Châu, Điện Biên"),
    (104.0, "Sơn La"),
    (104.5, "Kiên Giang, Cà Mau"),
    (104.75, "Lào Cai, Yên Bái, Nghệ An, Phú Thọ, An Giang"),
    (105.0, "Thanh Hóa, Vĩnh Phúc, Đồng Tháp, Cần Thơ, Bạc Liêu, Hậu Giang, Hà Nội, Ninh Bình, Hà Nam"),
    (
        105.5,
        "Hà Giang, Hải Dương, Hà Tĩnh, Bắc Ninh, Hưng Yên, Thái Bình, Nam Định, Tây Ninh, Vĩnh Long, Sóc Trăng, "
        "Trà Vinh",
    ),
    (105.75, "Cao Bằng, Long An, Tiền Giang, Bến Tre, Hải Phòng, Hồ Chí Minh, Bình Dương"),
    (106.0, "Tuyên Quang, Hòa Bình, Quảng Bình"),
    (106.25, "Quảng Trị, Bình Phước"),
    (106.5, "Bắc Kạn, Thái Nguyên"),
    (107.0, "Bắc Giang, Thừa Thiên-Huế"),
    (107.25, "Lạng Sơn"),
    (107.5, "Kon Tum"),
    (107.75, "Quảng Ninh, Đồng Nai, Bà Rịa-Vũng Tàu, Quảng Nam, Lâm Đồng, Đà Nẵng"),
    (108.0, "Quảng Ngãi"),
    (108.25, "Ninh Thuận, Khánh Hòa, Bình Định"),
    (108.5, "Đắk Lắk, Đắk Nông, Phú Yên, Gia Lai, Bình Thuận"),
)
_NEW_ROWS: tuple[tuple[float, str], ...] = (
    (103.0, "Điện Biên"),
    (104.0, "Sơn La"),
    (104.5, "Cà Mau"),
    (104.75, "Lai Châu, Lào Cai, Phú Thọ, Nghệ An, An Giang"),
    (105.0, "Hà Nội, Ninh Bình, Thanh Hóa, Đồng Tháp, Cần Thơ"),
    (105.5, "Hưng Yên, Hà Tĩnh, Vĩnh Long"),
    (105.75, "Cao Bằng, Hải Phòng, Hồ Chí Minh, Tây Ninh"),
    (106.0, "Tuyên Quang, Quảng Trị"),
    (106.5, "Thái Nguyên"),
    (107.0, "Bắc Ninh, Huế"),
    (107.25, "Lạng Sơn"),
    (107.75, "Quảng Ninh, Đà Nẵng, Lâm Đồng, Đồng Nai"),
    (108.0, "Quảng Ngãi"),
    (108.25, "Gia Lai, Khánh Hòa"),
    (108.5, "Đắk Lắk"),
)


def _table(rows: tuple[tuple[float, str], ...]) -> dict[str, float]:
    return {name.strip(): meridian for meridian, names in rows for name in names.split(",")}


OLD_PROVINCES: dict[str, float] = _table(_OLD_ROWS)
"""Name of each of the 63 provinces until 2025-06-30 → central meridian in degrees."""

NEW_PROVINCES: dict[str, float] = _table(_NEW_ROWS)
"""Name of each of the 34 provinces since 2025-07-01 → central meridian in degrees."""


def meridian_of(province: str, *, merged: bool = False) -> float | None:
    """The province's central meridian in degrees, accents optional; None when the name is unknown."""
    table = NEW_PROVINCES if merged else OLD_PROVINCES
    wanted = fold_spelling(province)
    return next((meridian for name, meridian in table.items() if fold_spelling(name) == wanted), None)
