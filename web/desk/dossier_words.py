"""Words of dossiers and archive deliveries; the reader's language is chosen when they are shown."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "application": _("Hồ sơ đăng ký"),
    "archive": _("Hồ sơ lưu trữ"),
    "import": _("Nhập bản đồ"),
    "linking": _("Liên kết lưu trữ"),
}
STATUSES = {"open": ("info", _("Đang mở")), "closed": ("none", _("Đã đóng"))}
FORMS = {"original": _("Bản gốc"), "certified": _("Bản sao chứng thực"), "copy": _("Bản sao")}
PAPER_STATUSES = {
    "received": ("ok", _("Đã nhận")),
    "missing": ("warn", _("Còn thiếu")),
    "returned": ("note", _("Đã trả lại")),
}
SUBJECTS = {
    "parcel": _("Thửa đất"),
    "certificate": _("Giấy chứng nhận"),
    "party": _("Người sử dụng đất"),
    "right": _("Quyền"),
    "transaction": _("Biến động"),
    "plan": _("Quy hoạch"),
}
TRANSACTION_STATUSES = {
    "pending": ("warn", _("Chờ phê duyệt")),
    "approved": ("ok", _("Đã duyệt")),
    "rejected": ("err", _("Bị trả lại")),
    "withdrawn": ("none", _("Đã rút")),
}
FILE_OUTCOMES = {
    "matched": ("ok", _("Khớp")),
    "already": ("note", _("Đã có trong kho")),
    "ambiguous": ("warn", _("Chưa rõ")),
    "orphan": ("err", _("Không khớp")),
    "duplicate": ("none", _("Bản trùng")),
    "refused": ("err", _("Không đọc được")),
    "left": ("none", _("Để riêng")),
}
ROW_OUTCOMES = {
    "matched": ("ok", _("Khớp")),
    "already": ("note", _("Đã có trong kho")),
    "ambiguous": ("warn", _("Chưa rõ thửa")),
    "no_scan": ("none", _("Chưa có bản quét")),
    "orphan": ("err", _("Không tìm thấy thửa")),
    "refused": ("err", _("Dòng không dùng được")),
    "left": ("none", _("Để riêng")),
}
REASONS = {
    "code": _("theo mã QR, mã vạch"),
    "name": _("theo tên tệp"),
    "by_hand": _("chọn bằng tay"),
    "in_archive": _("bản quét này đã nằm trong một hồ sơ lưu trữ"),
    "code_and_name_differ": _("mã trên trang và tên tệp chỉ hai giấy khác nhau"),
    "several_certificates": _("nhiều giấy chứng nhận cùng khớp"),
    "several_parcels": _("số tờ, số thửa chỉ nhiều thửa"),
    "parcel_not_found": _("không có thửa này trong sổ địa chính"),
    "row_refused": _("dòng trong bảng kê không dùng được"),
    "silent": _("tên tệp và trang đầu không cho biết gì"),
    "not_in_sheet": _("bảng kê không có giấy này"),
    "same_content": _("nội dung trùng một tệp khác"),
    "names_nothing": _("dòng không có số phát hành, số vào sổ hay số thửa"),
    "serial_malformed": _("số phát hành không đúng mẫu"),
    "day_malformed": _("ngày cấp không đọc được"),
    "no_scan": "",
    "left_open": _("để riêng khi trình"),
    "scan_damaged": _("tệp hỏng hoặc bị cắt"),
    "scan_encrypted": _("PDF có mật khẩu"),
    "scan_too_large": _("ảnh quá lớn"),
    "scan_unknown_kind": _("không phải PDF, JPEG, PNG hay TIFF"),
    "scan_not_what_it_claims": _("đuôi tệp không khớp nội dung"),
    "file_refused": _("tệp rỗng, quá lớn hoặc là liên kết"),
}
ACTS = {
    "archive_linked": _("liên kết hồ sơ lưu trữ"),
    "archive_extended": _("bổ sung hồ sơ lưu trữ"),
}
NAME_RULES = (
    ("auto", _("Tự nhận biết")),
    ("serial", _("Số phát hành (AA 123456.pdf)")),
    ("book_number", _("Số vào sổ (CH 01234.pdf)")),
    ("unit_sheet_parcel", _("Mã xã, tờ, thửa (22945_12_34.pdf)")),
    ("sheet_parcel", _("Tờ, thửa (to12_thua34.pdf)")),
    ("dossier", _("Mã hồ sơ (H36-260723-0042.pdf)")),
)
