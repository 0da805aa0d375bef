"""Words of acts: statuses, kinds in the reader's language, names of what the table of the dry-run shows."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from land_records import api as land_records

STATUSES = {
    "draft": ("none", _("Dự thảo")),
    "pending": ("warn", _("Chờ phê duyệt")),
    "approved": ("ok", _("Đã ghi sổ")),
    "rejected": ("err", _("Bị trả lại")),
    "withdrawn": ("none", _("Đã rút")),
}
RIGHTS = {
    "land_use": _("Quyền sử dụng đất"),
    "management": _("Quyền quản lý đất"),
    "ownership": _("Quyền sở hữu tài sản"),
    "lease": _("Quyền thuê"),
    "capital": _("Nhận góp vốn"),
}
FORMS = {"sole": _("sử dụng riêng"), "joint": _("chung hợp nhất"), "shares": _("chung theo phần")}
RESTRICTIONS = {
    "mortgage": _("Thế chấp"),
    "easement": _("Quyền đối với thửa liền kề"),
    "seizure": _("Kê biên, phong tỏa"),
    "dispute": _("Tranh chấp"),
    "blocking": _("Ngăn chặn"),
    "corridor": _("Hành lang bảo vệ"),
    "building": _("Hạn chế xây dựng"),
    "recovery": _("Thông báo thu hồi đất"),
    "enforcement": _("Thi hành án"),
}
ASSETS = {
    "house": _("Nhà ở"),
    "apartment": _("Căn hộ"),
    "construction": _("Công trình xây dựng"),
    "forest": _("Rừng trồng"),
    "perennials": _("Cây lâu năm"),
}
GROUPS = (
    (_("Thửa đất"), ("split_parcel", "merge_parcels", "correct_boundary", "resurvey_parcel", "register_asset")),
    (_("Quyền"), ("first_registration", "transfer_right", "change_holding", "change_particulars", "lease_right",
                  "contribute_capital", "end_derived_right", "mortgage_right", "release_mortgage")),
    (_("Mục đích, thời hạn"), ("change_purpose", "extend_term", "redetermine_residential")),
    (_("Nhà nước"), ("grant_land", "change_grant_form", "recover_land", "record_erosion")),
    (_("Hạn chế"), ("place_restriction", "release_restriction", "establish_easement")),
    (_("Giấy chứng nhận, sai sót"), ("reissue_certificate", "revoke_certificate", "correct_error",
                                     "register_paper_parcel")),
)  # fmt: skip
"""Kinds of acts as the start page groups them; every kind stands in exactly one group (tested)."""


def english() -> bool:
    """Whether the reader reads English."""
    return (get_language() or "vi").startswith("en")


def kind_name(code: str) -> str:
    """The name of a kind in the reader's language."""
    kind = land_records.act_kind(code)
    return kind.name_en if english() else kind.name_vi


def act_name(one: land_records.ActSnapshot) -> str:
    """What an act is called in lists: of transfers the title (sale, gift, …), of others the kind."""
    vi, en = land_records.act_kind(one.kind).named(one.payload)
    return en if english() else vi
