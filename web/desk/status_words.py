"""Words of steps, statuses and reasons; the reader's language is chosen when they are shown."""

from django.utils.translation import gettext_lazy as _

STEPS = {
    "read": _("Đọc"),
    "examine": _("Mở bản quét"),
    "match": _("Đối chiếu"),
    "interpret": _("Giải mã, định vị"),
    "build": _("Dựng thửa"),
    "check": _("Kiểm tra"),
    "stage": _("Lập biên nhận"),
    "review": _("Xem xét"),
    "register": _("Ghi sổ"),
}
STATUSES = {
    "queued": ("note", _("Chờ xử lý")),
    "running": ("note", _("Đang xử lý")),
    "needs_decision": ("warn", _("Cần quyết định")),
    "staged": ("note", _("Chờ xem xét")),
    "submitted": ("warn", _("Chờ phê duyệt")),
    "registering": ("note", _("Đang ghi sổ")),
    "approved": ("ok", _("Đã ghi sổ")),
    "refused": ("err", _("Bị từ chối")),
    "failed": ("err", _("Hỏng giữa chừng")),
    "cancelled": ("none", _("Đã hủy")),
}
WORKING = frozenset({"queued", "running", "registering"})
SET_ASIDE = {
    "other_level": _("lớp không tạo thửa"),
    "unknown_text": _("chữ chưa rõ nghĩa, không giải mã"),
    "no_geometry": _("không có hình"),
    "duplicate": _("nét vẽ trùng"),
    "dangle": _("nét hở đầu"),
    "outside": _("nằm ngoài vùng khép kín"),
    "decoration": _("vạch phân số, ký hiệu"),
    "not_an_area": _("không phải vùng"),
}
REJECTED = {
    "no_number": _("không có số thửa"),
    "number_twice": _("trùng số thửa trong tờ"),
    "number_taken": _("số thửa đã có trong sổ"),
    "parcel_overlap": _("chồng lấn thửa trong sổ"),
}
OUTCOMES = {
    "parcel": _("Thửa đất"),
    "land_object": _("Đường, kênh, sông"),
    "outside": _("Ngoài vùng"),
    "finding": _("Chưa giải thích"),
}
KINDS = {
    "archive": _("Hồ sơ lưu trữ"),
    "parcels": _("Bản đồ địa chính"),
    "zones": _("Quy hoạch"),
    "raster": _("Bản quét quy hoạch"),
}
QUESTIONS = {
    "crs": _("Tọa độ trong tệp thuộc hệ nào?"),
    "unit": _("Tệp thuộc đơn vị hành chính nào?"),
    "sheet": _("Tệp thuộc tờ bản đồ số mấy?"),
    "encoding": _("Chữ trong tệp dùng bảng mã nào?"),
    "plan": _("Quyết định quy hoạch chưa được khai báo: hủy lô và nhập lại kèm quyết định."),
    "georeference": _("Ảnh chưa có tọa độ: hủy lô và nhập lại tệp đã nắn."),
}
FIGURES = {
    "labelled": _("Diện tích trên nhãn"),
    "computed": _("Diện tích tính được"),
    "tolerance": _("Sai số cho phép"),
    "land_use": _("Loại đất"),
    "encoding": _("Bảng mã"),
    "numbers": _("Các số trên nhãn"),
    "number": _("Số thửa"),
    "sheet": _("Tờ bản đồ"),
    "area": _("Diện tích"),
}
AREA_FIGURES = frozenset({"labelled", "computed", "tolerance", "area"})
SEVERITIES = {"error": _("Phải sửa"), "warning": _("Cần xem"), "note": _("Ghi nhận")}
ENCODINGS = {"tcvn3": "TCVN3", "vni": "VNI", "cp1258": "Windows-1258", "utf-8": "Unicode"}
ELEMENT_KINDS = {
    "line": _("đoạn thẳng"),
    "linestring": _("đường gấp khúc"),
    "shape": _("hình khép kín"),
    "polygon": _("vùng"),
    "multipolygon": _("vùng nhiều phần"),
    "multilinestring": _("đường nhiều phần"),
    "arc": _("cung"),
    "ellipse": _("elip"),
    "curve": _("đường cong"),
    "text": _("chữ"),
    "text_node": _("nhóm chữ"),
    "cell": _("ký hiệu"),
    "point": _("điểm"),
    "raster": _("ảnh"),
}
