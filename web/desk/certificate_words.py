"""Words about certificates and blanks for desk pages."""

from django.utils.translation import gettext_lazy as _

STATUSES = {
    "draft": ("note", _("Dự thảo")),
    "discarded": ("none", _("Đã bỏ")),
    "valid": ("ok", _("Còn giá trị")),
    "changed": ("ok", _("Còn giá trị, đã chỉnh lý")),
    "replaced": ("none", _("Đã thay thế")),
    "revoked": ("err", _("Đã thu hồi")),
    "lost": ("err", _("Đã mất")),
}
FORMS = {
    "tt10_2024": _("Mẫu Thông tư 10/2024"),
    "tt23_2014": _("Mẫu Thông tư 23/2014"),
    "older": _("Mẫu cũ hơn"),
}
HOLDING = {"sole": _("sử dụng riêng"), "joint": _("chung hợp nhất"), "shares": _("chung theo phần")}
RIGHTS = {
    "land_use": _("Quyền sử dụng đất"),
    "management": _("Quyền quản lý đất"),
    "ownership": _("Quyền sở hữu tài sản"),
    "lease": _("Quyền thuê"),
    "capital": _("Nhận góp vốn"),
}
OBLIGATIONS = {
    "unpaid": ("warn", _("Chưa nộp")),
    "paid": ("ok", _("Đã nộp")),
    "exempt": ("ok", _("Được miễn")),
    "deferred": ("note", _("Ghi nợ")),
}
BLANKS = {
    "in_store": _("trong kho"),
    "handed": _("đã giao"),
    "reserved": _("đang in"),
    "used": _("đã dùng"),
    "spoiled": _("hỏng"),
    "returned": _("đã trả"),
    "lost": _("mất"),
}
MOVES = {
    "received": _("Nhập kho"),
    "handed": _("Giao đơn vị"),
    "reserved": _("Lấy ra in"),
    "released": _("Để lại, chưa in"),
    "used": _("Sử dụng"),
    "spoiled": _("Hỏng"),
    "returned": _("Trả lại nơi cấp"),
    "lost": _("Mất"),
}
