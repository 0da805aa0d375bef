"""What each kind of act asks for: its fields in the order of the paper form, and the ways of cutting a parcel."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from web.desk.act_fields import Field

PAPER = (
    Field("paper_number", "text", _("Số văn bản")),
    Field("paper_date", "day", _("Ngày văn bản")),
)
_HOLDERS = _("Phần quyền chỉ ghi khi chung theo phần, ví dụ 1/3; tổng các phần phải bằng đúng 1.")
_USES = _("Mã loại đất; diện tích m²; thời hạn (ngày hoặc “lâu dài”). Mỗi dòng một mục đích.")
_CORNERS = _("Mỗi dòng một đỉnh: X (Bắc); Y (Đông), theo thứ tự đi vòng quanh thửa. Dòng trống ngăn các vòng.")
FORM = Field(
    "form",
    "choice",
    _("Hình thức sử dụng"),
    choices=(("sole", _("Sử dụng riêng")), ("joint", _("Chung hợp nhất (vợ chồng)")), ("shares", _("Chung theo phần"))),
)
NEW_PAPER = Field("new_certificate", "yes", _("Cấp Giấy chứng nhận mới (không chọn: xác nhận thay đổi trên giấy cũ)"))
RIGHT = Field("right_id", "right", _("Quyền"), required=True)
PARCEL = Field("parcel_id", "parcel", _("Thửa đất"), required=True)
ORIGINS = (
    ("DG-CTT", _("Giao đất có thu tiền")),
    ("DG-KTT", _("Giao đất không thu tiền")),
    ("DG-QL", _("Giao để quản lý")),
    ("DT-THN", _("Thuê đất trả tiền hằng năm")),
    ("DT-TML", _("Thuê đất trả tiền một lần")),
)
CUT_WAYS = (
    ("points", _("Qua các điểm có tọa độ")),
    ("legs", _("Phương vị và khoảng cách từ một đỉnh")),
    ("parallel", _("Song song với một cạnh")),
    ("through", _("Thẳng qua một điểm")),
    ("area", _("Lấy một diện tích từ một phía")),
    ("equal", _("Chia thành các phần bằng nhau")),
)
CUT = (
    Field("how", "choice", _("Cách tách"), choices=CUT_WAYS),
    Field("points", "places", _("Các điểm"), help=_("Mỗi dòng: X (Bắc); Y (Đông).")),
    Field("corner", "whole", _("Từ đỉnh số")),
    Field("along_m", "decimal", _("Cách đỉnh, dọc cạnh (m)")),
    Field(
        "legs",
        "legs",
        _("Phương vị; khoảng cách"),
        help=_("Ví dụ 125°30'15\"; 24,50. Bỏ trống khoảng cách cuối: kéo đến ranh."),
    ),
    Field("side", "whole", _("Cạnh số")),
    Field("distance_m", "decimal", _("Cách cạnh (m)")),
    Field("place", "place", _("Qua điểm"), help=_("X (Bắc); Y (Đông).")),
    Field("bearing", "text", _("Phương vị / phía"), help=_("0° là phía Bắc, 90° phía Đông.")),
    Field("parallel_to", "whole", _("Song song với cạnh số")),
    Field("square_to", "whole", _("Vuông góc với cạnh số")),
    Field("area_m2", "decimal", _("Diện tích lấy ra (m²)")),
    Field("parts", "whole", _("Số phần")),
)
CUT_TAKES: Mapping[str, tuple[str, ...]] = {
    "points": ("points",),
    "legs": ("corner", "along_m", "legs"),
    "parallel": ("side", "distance_m"),
    "through": ("place", "bearing", "parallel_to", "square_to"),
    "area": ("area_m2", "bearing", "side"),
    "equal": ("parts", "bearing", "side"),
}
"""Which of the fields each way of cutting reads."""
_SEVERAL = Field("several", "yes", _("Cho phép đường cắt tạo nhiều hơn hai phần"))
_TAKEN = _("Số của phần bị lấy, như trên hình xem trước; nhiều phần cách nhau bằng dấu phẩy.")
_DERIVED = (
    RIGHT,
    Field("holders", "holders", _("Bên nhận"), required=True, help=_HOLDERS),
    FORM,
    Field("until", "day", _("Đến ngày"), required=True),
    *PAPER,
)

SPECS: Mapping[str, tuple[Field, ...]] = {
    "first_registration": (
        Field("parcel_ids", "parcels", _("Thửa đất"), required=True),
        Field("holders", "holders", _("Người sử dụng đất"), required=True, help=_HOLDERS),
        FORM,
        Field("purposes", "uses", _("Mục đích sử dụng"), required=True, help=_USES),
        Field("origin", "text", _("Nguồn gốc"), help=_("Ví dụ CNQ-CTT.")),
        Field("began_on", "day", _("Sử dụng từ ngày")),
        Field("certificate", "yes", _("Cấp Giấy chứng nhận")),
    ),
    "register_paper_parcel": (
        Field("sheet_id", "sheet", _("Tờ bản đồ"), required=True),
        Field("number", "whole", _("Số thửa"), required=True),
        Field("area_m2", "decimal", _("Diện tích trên giấy (m²)")),
        Field("uses", "uses", _("Mục đích sử dụng"), help=_USES),
        Field("holders", "holders", _("Người sử dụng đất"), help=_HOLDERS),
        FORM,
        Field("origin", "text", _("Nguồn gốc")),
        *PAPER,
    ),
    "register_asset": (
        PARCEL,
        Field(
            "kind",
            "choice",
            _("Loại tài sản"),
            choices=(
                ("house", _("Nhà ở")),
                ("apartment", _("Căn hộ")),
                ("construction", _("Công trình xây dựng")),
                ("forest", _("Rừng trồng")),
                ("perennials", _("Cây lâu năm")),
            ),
        ),
        Field("name", "text", _("Tên, mô tả")),
        Field("built_area_m2", "decimal", _("Diện tích xây dựng (m²)")),
        Field("floor_area_m2", "decimal", _("Diện tích sàn (m²)")),
        Field("floors", "text", _("Số tầng")),
        Field("structure", "text", _("Kết cấu")),
        Field("holders", "holders", _("Chủ sở hữu"), help=_HOLDERS),
        FORM,
        Field("certificate", "yes", _("Cấp Giấy chứng nhận")),
        *PAPER,
    ),
    "split_parcel": (
        PARCEL,
        Field("cut", "cut", _("Đường tách"), required=True),
        _SEVERAL,
        Field("uses", "codes", _("Loại đất từng phần"), help=_("Ví dụ ODT, CLN; để trống: giữ nguyên.")),
        Field("numbers", "numbers", _("Số thửa từng phần"), help=_("Để trống: số kế tiếp của tờ.")),
        Field("assets", "parts_of", _("Tài sản nằm trên phần"), help=_("Mã tài sản; số phần. Mỗi dòng một tài sản.")),
    ),
    "merge_parcels": (
        Field("parcel_ids", "parcels", _("Các thửa hợp lại"), required=True),
        Field("number", "whole", _("Số thửa mới"), help=_("Để trống: số kế tiếp của tờ.")),
    ),
    "correct_boundary": (
        Field("first_id", "parcel", _("Thửa thứ nhất"), required=True),
        Field("second_id", "parcel", _("Thửa thứ hai"), required=True),
        Field("line", "places", _("Ranh chung mới"), help=_("Mỗi dòng: X (Bắc); Y (Đông), từ ranh đến ranh.")),
        Field("moves", "moves", _("Hoặc dời từng đỉnh"), help=_("X cũ; Y cũ; X mới; Y mới.")),
        *PAPER,
    ),
    "resurvey_parcel": (
        PARCEL,
        Field("rings", "rings", _("Các đỉnh đo được"), required=True, help=_CORNERS),
        Field(
            "surveyed_difference_m2",
            "decimal",
            _("Chênh lệch diện tích do đo (m²)"),
            help=_("Mới trừ cũ, số âm khi giảm."),
        ),
        NEW_PAPER,
        *PAPER,
    ),
    "transfer_right": (
        RIGHT,
        Field(
            "title",
            "choice",
            _("Hình thức chuyển"),
            choices=(
                ("sale", _("Chuyển nhượng")),
                ("gift", _("Tặng cho")),
                ("inheritance", _("Thừa kế")),
                ("exchange", _("Chuyển đổi")),
                ("court", _("Bản án, quyết định")),
                ("auction", _("Trúng đấu giá")),
                ("debt", _("Xử lý nợ thế chấp")),
                ("contribution", _("Góp vốn thành lập pháp nhân")),
            ),
        ),
        Field("receivers", "holders", _("Người nhận"), required=True, help=_HOLDERS),
        FORM,
        Field(
            "givers",
            "parties",
            _("Người chuyển toàn bộ phần của mình"),
            help=_("Để trống: tất cả những người đang giữ quyền."),
        ),
        Field("parts", "shares", _("Hoặc chuyển một phần"), help=_("Người chuyển và phần của cả quyền, ví dụ 1/4.")),
        NEW_PAPER,
        *PAPER,
    ),
    "change_holding": (
        RIGHT,
        Field(
            "title",
            "choice",
            _("Trường hợp"),
            choices=(
                ("household_members", _("Hộ gia đình thành các thành viên")),
                ("spouses", _("Thỏa thuận vợ chồng")),
                ("household_to_organisation", _("Hộ gia đình thành tổ chức")),
                ("company", _("Chuyển đổi doanh nghiệp")),
            ),
        ),
        Field("holders", "holders", _("Người sử dụng đất sau thay đổi"), required=True, help=_HOLDERS),
        FORM,
        NEW_PAPER,
        *PAPER,
    ),
    "change_particulars": (
        Field("right_ids", "rights", _("Các quyền ghi trên giấy"), required=True),
        Field("party_id", "party", _("Người sử dụng đất"), required=True),
        Field(
            "what",
            "several",
            _("Nội dung thay đổi"),
            required=True,
            choices=(("name", _("Họ tên")), ("paper", _("Giấy tờ nhân thân")), ("address", _("Địa chỉ"))),
        ),
        Field("proposal_id", "proposal", _("Thông tin mới")),
        *PAPER,
    ),
    "lease_right": (
        *_DERIVED,
        Field("in_zone", "yes", _("Trong khu công nghiệp")),
        Field("certificate", "yes", _("Cấp Giấy chứng nhận cho bên thuê")),
    ),
    "contribute_capital": _DERIVED,
    "end_derived_right": (RIGHT, *PAPER),
    "mortgage_right": (
        RIGHT,
        Field(
            "mortgagee_ids",
            "parties",
            _("Bên nhận thế chấp"),
            required=True,
            help=_("Tổ chức tín dụng, hoặc người nhận thế chấp."),
        ),
        Field("contract_number", "text", _("Số hợp đồng"), required=True),
        Field("contract_date", "day", _("Ngày hợp đồng"), required=True),
    ),
    "release_mortgage": (Field("restriction_id", "restriction", _("Thế chấp"), required=True), *PAPER),
    "change_purpose": (
        RIGHT,
        PARCEL,
        Field("uses", "uses", _("Mục đích sau thay đổi"), required=True, help=_USES),
        Field("permit", "yes", _("Phải xin phép (Điều 121.1)")),
        Field(
            "plan_check",
            "choice",
            _("Trả lời của cơ quan lập quy hoạch"),
            help=_("Hệ thống tự đối chiếu quy hoạch đang có hiệu lực; ô này chỉ tính khi nơi đó chưa có dữ liệu."),
            choices=(("no_data", _("Chưa hỏi, chưa có")), ("fits", _("Phù hợp")), ("differs", _("Không phù hợp"))),
        ),
        Field("plan_checked_on", "day", _("Ngày trả lời")),
        Field(
            "departs_reason",
            "text",
            _("Lý do cho phép khác với quy hoạch"),
            help=_("Chỉ khi quyết định nêu dưới đây cho phép khác. Không ghi tên người."),
        ),
        NEW_PAPER,
        *PAPER,
    ),
    "extend_term": (
        RIGHT,
        Field("until", "day", _("Gia hạn đến ngày"), required=True),
        Field("codes", "codes", _("Chỉ loại đất"), help=_("Để trống: mọi mục đích có thời hạn.")),
        NEW_PAPER,
        *PAPER,
    ),
    "redetermine_residential": (
        RIGHT,
        PARCEL,
        Field("code", "choice", _("Loại đất ở"), choices=(("ONT", "ONT"), ("ODT", "ODT"))),
        Field("residential_m2", "decimal", _("Diện tích đất ở (m²)"), required=True),
        Field("rest_code", "text", _("Loại đất phần còn lại"), help=_("Thường là CLN.")),
        NEW_PAPER,
        *PAPER,
    ),
    "grant_land": (
        Field("parcel_ids", "parcels", _("Thửa đất"), required=True),
        Field("origin", "choice", _("Hình thức"), choices=ORIGINS),
        Field("holders", "holders", _("Người được giao, thuê"), required=True, help=_HOLDERS),
        FORM,
        Field("purposes", "uses", _("Mục đích sử dụng"), required=True, help=_USES),
        Field("certificate", "yes", _("Cấp Giấy chứng nhận")),
        *PAPER,
    ),
    "change_grant_form": (RIGHT, Field("origin", "choice", _("Hình thức mới"), choices=ORIGINS), NEW_PAPER, *PAPER),
    "recover_land": (
        PARCEL,
        Field("cut", "cut", _("Đường cắt (bỏ trống cách tách: thu hồi toàn bộ)")),
        Field("taken", "numbers", _("Phần thu hồi"), help=_TAKEN),
        Field("body_id", "party", _("Cơ quan quản lý đất thu hồi"), help=_("Để trống: thửa không còn.")),
        Field("assets_gone", "assets", _("Tài sản bị phá dỡ")),
        *PAPER,
    ),
    "record_erosion": (
        PARCEL,
        Field("water", "choice", _("Do"), choices=(("river", _("Sông, suối")), ("sea", _("Biển")))),
        Field("cut", "cut", _("Đường sạt lở (bỏ trống cách tách: mất toàn bộ)")),
        Field("lost", "numbers", _("Phần đã mất"), help=_TAKEN),
        *PAPER,
    ),
    "place_restriction": (
        PARCEL,
        Field(
            "kind",
            "choice",
            _("Loại"),
            choices=(
                ("seizure", _("Kê biên, phong tỏa")),
                ("dispute", _("Tranh chấp")),
                ("blocking", _("Ngăn chặn")),
                ("enforcement", _("Thi hành án")),
                ("recovery", _("Thông báo thu hồi đất")),
                ("corridor", _("Hành lang bảo vệ")),
                ("building", _("Hạn chế xây dựng")),
            ),
        ),
        Field("issuer", "text", _("Cơ quan ban hành")),
        Field("ring", "places", _("Phần thửa bị hạn chế"), help=_CORNERS),
        *PAPER,
    ),
    "release_restriction": (Field("restriction_id", "restriction", _("Hạn chế"), required=True), *PAPER),
    "establish_easement": (
        PARCEL,
        Field("favours_parcel_id", "parcel", _("Thửa được hưởng"), required=True),
        Field("ring", "places", _("Phần thửa chịu hạn chế"), help=_CORNERS),
        Field("purpose", "text", _("Nội dung quyền"), help=_("Ví dụ lối đi, cấp nước.")),
        *PAPER,
    ),
    "reissue_certificate": (
        Field("certificate_id", "certificate", _("Giấy chứng nhận"), required=True),
        Field(
            "reason",
            "choice",
            _("Lý do"),
            choices=(
                ("worn", _("Ố, nhòe, rách")),
                ("old_form", _("Đổi sang mẫu mới")),
                ("resurvey", _("Đo đạc lại")),
                ("lost", _("Bị mất")),
            ),
        ),
        Field("posted_on", "day", _("Ngày niêm yết mất giấy")),
        *PAPER,
    ),
    "revoke_certificate": (Field("certificate_id", "certificate", _("Giấy chứng nhận"), required=True), *PAPER),
    "correct_error": (
        Field("reason", "text", _("Nội dung sai sót"), required=True, help=_("Không ghi tên người.")),
        Field("parcel.parcel_id", "parcel", _("Sửa thửa đất")),
        Field("parcel.area_certificate", "decimal", _("Diện tích đúng (m²)")),
        Field("parcel.rings", "rings", _("Đỉnh đúng"), help=_CORNERS),
        Field("right.right_id", "right", _("Sửa quyền")),
        Field("right.holders", "holders", _("Người sử dụng đúng"), help=_HOLDERS),
        Field("right.form", "choice", _("Hình thức đúng"), choices=(("", "–"), *FORM.choices)),
        NEW_PAPER,
        *PAPER,
    ),
}
"""Fields of every kind of act. A test compares them with the kinds and their payloads."""
