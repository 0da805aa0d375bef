"""Words of the pages about parties: kinds, papers, roles, evidence, lines of the read log."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "person": _("Cá nhân"),
    "couple": _("Vợ chồng"),
    "household": _("Hộ gia đình"),
    "organisation": _("Tổ chức"),
    "community": _("Cộng đồng dân cư"),
    "foreign_invested": _("Tổ chức có vốn đầu tư nước ngoài"),
    "group": _("Nhóm người"),
}
KIND_OF_PATH = {
    "ca-nhan": "person",
    "vo-chong": "couple",
    "ho-gia-dinh": "household",
    "to-chuc": "organisation",
    "von-nuoc-ngoai": "foreign_invested",
    "cong-dong": "community",
    "nhom": "group",
}
PAPERS = {
    "cccd": _("Căn cước, căn cước công dân"),
    "cmnd": _("Chứng minh nhân dân"),
    "passport": _("Hộ chiếu"),
    "business_code": _("Mã số doanh nghiệp"),
    "decision": _("Quyết định thành lập"),
    "other": _("Giấy tờ khác"),
}
PAPERS_OF_PEOPLE = ("cccd", "cmnd", "passport", "other")
PAPERS_OF_BODIES = ("business_code", "decision", "other")
ROLES = {
    "husband": _("Chồng"),
    "wife": _("Vợ"),
    "head": _("Chủ hộ"),
    "heads_spouse": _("Vợ hoặc chồng chủ hộ"),
    "member": _("Thành viên"),
    "representative": _("Người đại diện"),
}
GENDERS = {"": "–", "female": _("Nữ"), "male": _("Nam"), "other": _("Khác")}
CAUSES = {"registered": _("Lập mới"), "changed": _("Thay đổi thông tin"), "corrected": _("Đính chính")}
ADDRESSES = {"residence": _("Nơi thường trú, trụ sở"), "contact": _("Nơi liên hệ")}
EVIDENCE = {
    "same_number": _("Cùng số giấy tờ"),
    "same_name_and_year": _("Cùng họ tên và năm sinh"),
    "same_name": _("Cùng tên"),
    "similar_name_same_address": _("Tên gần giống, cùng địa chỉ"),
    "said_by_officer": _("Cán bộ nêu"),
}
PAIR_STATUSES = {"open": _("Chờ xem xét"), "merged": _("Đã hợp nhất"), "different": _("Là hai người")}
READS = {
    "party": _("Xem thông tin"),
    "party_with_numbers": _("Xem số giấy tờ"),
    "display_names": _("Danh sách tên"),
    "search_name": _("Tìm theo tên"),
    "search_number": _("Tìm theo số giấy tờ"),
    "search_address": _("Tìm theo địa chỉ"),
    "duplicate_pairs": _("Danh sách nghi trùng"),
    "admit_party": _("Đưa vào địa bàn"),
    "erase_party": _("Xóa thông tin cá nhân"),
    "proposed_change": _("Xem thông tin mới chờ biến động"),
}
PLACES = {"page": _("trang"), "api": _("giao diện lập trình"), "pdf": _("tệp in"), "command": _("lệnh máy chủ")}
SEARCHES = (
    ("auto", _("Họ tên hoặc số giấy tờ")),
    ("name", _("Họ tên")),
    ("number", _("Số giấy tờ")),
    ("address", _("Địa chỉ")),
)
