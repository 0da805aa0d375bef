"""A finding in words: a short title, what was measured, what accepting it means for the register."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from importers import api as importers
from reference import api as reference
from web import formats

TITLES = {
    "TOPO-DANGLE": _("Đường ranh hở đầu"),
    "TOPO-OVERSHOOT": _("Đường ranh vượt điểm giao"),
    "TOPO-UNDERSHOOT": _("Đường ranh chưa chạm"),
    "TOPO-DUPLICATE-LINE": _("Ranh vẽ hai lần"),
    "TOPO-OVERLAP": _("Hai thửa chồng lấn"),
    "TOPO-SLIVER": _("Dải hẹp không có nhãn"),
    "TOPO-GAP": _("Khe hở giữa các thửa"),
    "LABEL-MISSING": _("Thửa thiếu nhãn"),
    "LABEL-DOUBLE": _("Một thửa hai số"),
    "LABEL-OUTSIDE": _("Nhãn nằm ngoài thửa"),
    "LABEL-INCOMPLETE": _("Nhãn thiếu thông tin"),
    "AREA-DIFFERS": _("Diện tích nhãn khác diện tích tính"),
    "NUMBER-TWICE": _("Trùng số thửa trong tờ"),
    "NUMBER-TAKEN": _("Số thửa đã có trong sổ"),
    "LANDUSE-UNKNOWN": _("Loại đất không có trong bảng mã"),
    "TEXT-UNCERTAIN": _("Chữ giải mã chưa chắc chắn"),
    "GEOM-REPAIRED": _("Hình đã được sửa tự động"),
    "GEOM-UNUSABLE": _("Hình không dùng được"),
    "CRS-DOUBTFUL": _("Hệ tọa độ đáng ngờ"),
    "CRS-OUTSIDE-UNIT": _("Thửa nằm ngoài đơn vị"),
    "READERS-DISAGREE": _("Các trình đọc không khớp"),
    "SHEET-UNKNOWN": _("Không rõ tờ bản đồ"),
    "REGISTER-OVERLAP": _("Chồng lấn thửa trong sổ"),
    "RESURVEY-PARTLY": _("Thửa cũ chỉ bị đè một phần"),
    "FILE-KNOWN": _("Tệp đã được nhập"),
    "TEXT-PERSONAL": _("Chữ có thể là thông tin cá nhân"),
    "PLAN-INCOMPLETE": _("Quy hoạch thiếu thông tin"),
    "PLAN-CODE-TAKEN": _("Mã quy hoạch đã có"),
    "ZONE-UNUSABLE": _("Vùng quy hoạch không dùng được"),
    "ZONE-THEME-UNKNOWN": _("Vùng chưa rõ nội dung quy hoạch"),
    "ZONE-USE-UNKNOWN": _("Mã loại đất quy hoạch không có"),
    "ZONE-CODE-MISSING": _("Vùng quy hoạch không có mã"),
    "ZONE-OUTSIDE-COVERAGE": _("Vùng vượt phạm vi quy hoạch"),
    "ZONE-OVERLAP": _("Hai vùng quy hoạch chồng nhau"),
    "NEIGHBOUR-VERTEX": _("Thêm đỉnh của thửa liền kề"),
}
_WHOLE = re.compile(r"^(\d+)\.0$")
_NOT_REGISTERED = _("Nơi này không ghi vào sổ cho đến khi tệp được sửa và nhập lại; các thửa khác không bị ảnh hưởng.")
_AS_BUILT = _("Giữ các thửa như đã dựng.")
CONSEQUENCES = {
    "TOPO-DANGLE": _("Giữ các thửa như đã dựng; đoạn hở được để riêng."),
    "TOPO-OVERSHOOT": _("Dùng ranh đã cắt phần thừa."),
    "TOPO-UNDERSHOOT": _("Dùng ranh đã kéo dài đến đường gần nhất."),
    "TOPO-DUPLICATE-LINE": _("Dùng một nét; nét trùng được để riêng."),
    "TOPO-OVERLAP": _NOT_REGISTERED,
    "TOPO-SLIVER": _NOT_REGISTERED,
    "TOPO-GAP": _("Coi khe hở là đất không thuộc thửa nào."),
    "LABEL-MISSING": _NOT_REGISTERED,
    "LABEL-DOUBLE": _NOT_REGISTERED,
    "LABEL-OUTSIDE": _("Để riêng nhãn này."),
    "LABEL-INCOMPLETE": _("Giữ phần nhãn đã có."),
    "AREA-DIFFERS": _("Ghi diện tích trên nhãn; diện tích tính được lưu bên cạnh."),
    "NUMBER-TWICE": _("Các thửa trùng số không ghi vào sổ; các thửa khác không bị ảnh hưởng."),
    "NUMBER-TAKEN": _("Sổ sẽ từ chối cả tờ này khi ghi nếu số thửa vẫn trùng."),
    "REGISTER-OVERLAP": _("Sổ sẽ từ chối cả tờ này khi ghi nếu còn chồng lấn."),
    "RESURVEY-PARTLY": _("Sổ sẽ từ chối cả bản đồ đo mới khi ghi nếu còn chồng lấn."),
    "LANDUSE-UNKNOWN": _("Giữ nguyên loại đất như trong tệp."),
    "TEXT-UNCERTAIN": _("Giữ cách giải mã đã chọn."),
    "GEOM-REPAIRED": _("Dùng hình đã sửa."),
}


@dataclass(frozen=True, slots=True)
class FindingInWords:
    """A finding as rows and cards show it. `what` and `to_do` are the two halves of the table's sentence."""

    row: importers.FindingSnapshot
    title: str
    what: str
    to_do: str
    measured: str
    where: str
    consequence: str
    who: str
    legal: str
    decided_by: str


def in_words(
    finding: importers.FindingSnapshot, near: importers.NearParcel | None = None, decided_by: str = ""
) -> FindingInWords:
    """A finding with its words in the reader's language."""
    text = reference.finding_text(finding.code)
    language = "en" if (get_language() or "vi").startswith("en") else "vi"
    facts = {"size": finding.size, "sheet": finding.sheet, "number": finding.number} | plain(finding.hint)
    sentence = reference.finding_sentence(finding.code, language, between=finding.between, **facts)
    what, _dot, to_do = sentence.partition(". ")
    return FindingInWords(
        row=finding,
        title=str(TITLES.get(finding.code, what)),
        what=what if what.endswith(".") else f"{what}.",
        to_do=to_do,
        measured=measured(finding.size, text.size_unit),
        where=where(finding, near),
        consequence=str(CONSEQUENCES.get(finding.code, _AS_BUILT)),
        who=text.who,
        legal=text.legal_source,
        decided_by=decided_by or finding.decided_by,
    )


def plain(hint: dict[str, Any]) -> dict[str, Any]:
    """Figures of a finding with whole numbers as such: a parcel number read from a table may come as 259.0."""
    return {
        key: _WHOLE.sub(r"\1", str(value)) if key in ("number", "sheet") and value is not None else value
        for key, value in hint.items()
    }


def where(finding: importers.FindingSnapshot, near: importers.NearParcel | None) -> str:
    """`tờ 54, thửa 208`, or the parcel beside the place."""
    if finding.number is not None:
        place = {"sheet": finding.sheet, "number": finding.number}
        return str(_("tờ %(sheet)s, thửa %(number)s") % place if finding.sheet else _("thửa %(number)s") % place)
    if near is None:
        return str(_("tờ %(sheet)s") % {"sheet": finding.sheet}) if finding.sheet else ""
    place = {"sheet": near.sheet, "number": near.number}
    if near.inside:
        return str(_("tờ %(sheet)s, thửa %(number)s") % place)
    return str(_("tờ %(sheet)s, cạnh thửa %(number)s") % place)


def measured(size: float | None, unit: str) -> str:
    """A measured size with its unit; centimetres where metres would be zeros. Counts say nothing by themselves."""
    if size is None or unit not in ("m", "m2"):
        return ""
    if unit == "m2":
        return f"{formats.number(size, 2 if size < 1 else 1)}{formats.NBSP}m²"
    if size < 1:
        return f"{formats.number(size * 100)}{formats.NBSP}cm"
    return f"{formats.number(size, 2)}{formats.NBSP}m"
