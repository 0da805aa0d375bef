"""Database errors of the register's rules, in words."""

import json

from django.db import Error

from gis_core.errors import DomainError
from land_records.acts.errors import RightNotWholeError
from land_records.cadastre.errors import refusal_of
from land_records.certificates.errors import BlankRefusedError, SerialTakenError

_FAULTS = {
    "no_holder": ("Quyền chưa có người nắm giữ.", "The right has no holder."),
    "no_subject": ("Quyền chưa gắn với thửa đất hay tài sản nào.", "The right lies on no parcel or asset."),
    "shares_not_one": ("Tổng các phần quyền là {numerator}/{denominator}, phải bằng đúng 1.",
                       "The shares sum to {numerator}/{denominator}; they must be exactly 1."),
    "shares_in_joint": ("Quyền chung hợp nhất không ghi phần cho từng người.", "A joint right stores no shares."),
    "shares_in_sole": ("Quyền riêng không ghi phần.", "A sole right stores no shares."),
    "sole_has_several": ("Quyền riêng chỉ có một người nắm giữ.", "A sole right has one holder."),
    "parcel_has_right": ("Thửa đất đã có quyền sử dụng khác đang có hiệu lực.",
                         "The parcel has another use right in force."),
}  # fmt: skip


def refusal_of_register(error: Error) -> DomainError | None:
    """The refusal a database error means, None for any other error."""
    known = refusal_of(error)
    if known is not None:
        return known
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None) or ""
    detail = getattr(diagnosis, "message_detail", None)
    if name == "land_records_right_whole" and detail:
        facts = json.loads(detail)
        vi, en = _FAULTS[facts["fault"]]
        return RightNotWholeError(vi.format(**facts), en.format(**facts))
    if name in ("land_records_serial_once", "land_records_register_no_once", "land_records_gcn_code_once"):
        return SerialTakenError(
            "Số phát hành hoặc số vào sổ này đã có trên một Giấy chứng nhận khác.",
            "This serial or book number stands on another certificate already.",
            hint_vi="Kiểm tra lại số in trên phôi; mỗi số chỉ dùng một lần.",
            hint_en="Check the number printed on the blank; each is used once.",
        )
    if name in ("land_records_certificate_used_its_blank", "land_records_blank_used_once"):
        return BlankRefusedError(
            "Phôi mang số này không được lấy ra cho Giấy chứng nhận này, hoặc đã dùng.",
            "The blank of this number was not taken for this certificate, or it was used.",
            hint_vi="Mỗi phôi dùng một lần. Xem sổ theo dõi phôi.",
            hint_en="A blank is used once. See the book of blanks.",
            code="blank_not_free",
        )
    if name == "land_records_mortgage_rank":
        return RightNotWholeError(
            "Thứ tự ưu tiên thế chấp này đã có trên quyền.", "This mortgage rank is taken on the right."
        )
    if name == "land_records_one_pending_act":
        return DomainError(
            "Một biến động khác vừa được trình trên cùng thửa đất.",
            "Another act has just been submitted on the same parcel.",
            hint_vi="Tải lại trang để xem biến động đó.",
            hint_en="Reload to see that act.",
            code="act_pending",
        )
    return None
