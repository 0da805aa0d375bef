"""Words of a certificate. It is a Vietnamese document in every language of the site: nothing here is translated."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from reference import api as reference

ORIGINS = {
    "DG-CTT": "Nhà nước giao đất có thu tiền sử dụng đất",
    "DG-KTT": "Nhà nước giao đất không thu tiền sử dụng đất",
    "DG-QL": "Nhà nước giao đất để quản lý",
    "DT-THN": "Nhà nước cho thuê đất trả tiền hàng năm",
    "DT-TML": "Nhà nước cho thuê đất trả tiền một lần",
    "DT-KCN": "Thuê đất của doanh nghiệp đầu tư hạ tầng khu công nghiệp",
    "DT-KCN-THN": "Thuê đất trả tiền hàng năm của doanh nghiệp đầu tư hạ tầng khu công nghiệp",
    "DT-KCN-TML": "Thuê đất trả tiền một lần của doanh nghiệp đầu tư hạ tầng khu công nghiệp",
    "CNQ": "Công nhận quyền sử dụng đất",
    "CNQ-CTT": "Công nhận quyền sử dụng đất như giao đất có thu tiền sử dụng đất",
    "CNQ-KTT": "Công nhận quyền sử dụng đất như giao đất không thu tiền sử dụng đất",
}
"""Origin of use (DOMAIN 7.3) as the certificate writes it."""

RECEIVED = {
    "CN": "Nhận chuyển nhượng đất được",
    "CD": "Nhận chuyển đổi đất được",
    "TA": "Được tặng cho đất được",
    "TK": "Nhận thừa kế đất được",
    "GA": "Nhận quyền sử dụng đất theo bản án, quyết định của Tòa án đối với đất được",
    "GP": "Nhận góp vốn đất được",
    "DG": "Trúng đấu giá đất được",
    "XN": "Nhận quyền sử dụng đất do xử lý hợp đồng thế chấp đối với đất được",
}
FORMS = {"sole": "Sử dụng riêng", "joint": "Sử dụng chung", "shares": "Sử dụng chung"}
ASSETS = {
    "house": "Nhà ở",
    "apartment": "Căn hộ chung cư",
    "construction": "Công trình xây dựng",
    "forest": "Rừng sản xuất là rừng trồng",
    "perennials": "Cây lâu năm",
}
PAPERS = {
    "cmnd": "CMND số",
    "cccd": "CCCD số",
    "passport": "Hộ chiếu số",
    "business_code": "Mã số doanh nghiệp",
    "decision": "Quyết định thành lập số",
    "other": "Giấy tờ số",
}


def comma(value: Decimal | float, digits: int = 1) -> str:
    """A figure with a decimal comma, never grouped."""
    return f"{Decimal(str(value)):.{digits}f}".replace(".", ",")


def day_in_words(day: date) -> str:
    """`ngày 04 tháng 3 năm 2026`: months below three with a zero, as papers are written against forging."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def origin_in_words(origin: str, received_by: str) -> str:
    """How the land was come by; an unknown code stands as it is."""
    words = ORIGINS.get(origin, origin)
    front = RECEIVED.get(received_by)
    if front and words:
        return f"{front} {words[0].lower()}{words[1:]}" if words[:8] != "Nhà nước" else f"{front} {words}"
    return words or "–"


def use_name(code: str) -> str:
    """Vietnamese name of a land-use code; the code itself when it is unknown."""
    names = {use.code: use.name_vi for use in reference.land_use_codes(every_list=True)}
    return names.get(code, code)


def share_in_words(share: Fraction | None) -> str:
    """` (phần quyền 1/2)`; empty where no shares are held."""
    return "" if share is None else f" (phần quyền {share.numerator}/{share.denominator})"
