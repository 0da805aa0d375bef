"""Forms of dossiers: the shape of what people type, no rules. A checked scan survives a form sent back."""

from typing import Any, cast

from django import forms
from django.core import signing
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dossiers import api as dossiers
from reference import api as reference
from web.desk.dossier_words import FORMS, NAME_RULES, PAPER_STATUSES
from web.desk.forms import DayField, unit_label

ROWS = 8
SALT = "desk.kept-scan"
KEPT_FOR_S = 24 * 3600
CHECKLISTS: dict[str, tuple[str, ...]] = {
    "dang-ky-lan-dau": ("application_first_registration", "land_right_paper", "survey_extract", "financial_paper"),
    "bien-dong": ("application_change", "certificate", "contract", "authorisation"),
    "tach-hop-thua": ("application_split", "drawing_split", "certificate"),
}
"""What a new dossier is usually made of (Nghị định 101/2024/NĐ-CP Điều 7, 28–30); the clerk changes it freely."""


def type_choices() -> list[tuple[str, Any]]:
    """Kinds of papers in force today, in the reader's language, with the number of their form."""
    english = (get_language() or "vi").startswith("en")
    choices: list[tuple[str, Any]] = [("", "–")]
    for one in reference.document_types(timezone.localdate()):
        name = one.name_en if english else one.name_vi
        choices.append((one.code, f"{name} ({one.form})" if one.form else name))
    return choices


class DossierForm(forms.Form):
    """What a new dossier is called and where it belongs."""

    kind = forms.ChoiceField(
        label=_("Loại"), choices=(("application", _("Hồ sơ đăng ký")), ("archive", _("Hồ sơ lưu trữ")))
    )
    unit = forms.ChoiceField(label=_("Đơn vị hành chính"))
    title = forms.CharField(label=_("Nội dung"), max_length=300, help_text=_("Ví dụ: Tách thửa đất 208, tờ 54."))
    one_stop_code = forms.CharField(
        label=_("Mã hồ sơ một cửa"), required=False, max_length=60, help_text=_("Chép từ giấy tiếp nhận, nếu có.")
    )
    parcels = forms.CharField(
        label=_("Thửa đất"), required=False, max_length=300,
        help_text=_("Tờ/thửa, cách nhau bằng dấu phẩy: 54/208, 54/209."),
    )  # fmt: skip

    def __init__(self, *args: Any, units: list[Any], **kwargs: Any) -> None:
        """Offer only units the user may open dossiers on."""
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        cast(forms.ChoiceField, self.fields["unit"]).choices = [(str(unit.id), unit_label(unit)) for unit in units]


class PaperForm(forms.Form):
    """One component. `kept` is a scan that was checked and stored when the form came before."""

    type_code = forms.ChoiceField(label=_("Loại giấy tờ"), required=False)
    number = forms.CharField(label=_("Số"), required=False, max_length=80)
    issued_on = DayField(label=_("Ngày ký"))
    issuer = forms.CharField(label=_("Nơi cấp"), required=False, max_length=200)
    pages = forms.IntegerField(label=_("Số trang"), required=False, min_value=1, max_value=5000)
    form = forms.ChoiceField(label=_("Bản"), choices=[*FORMS.items()], initial="original")
    status = forms.ChoiceField(
        label=_("Tình trạng"), choices=[(code, words) for code, (_tone, words) in PAPER_STATUSES.items()],
        initial="received",
    )  # fmt: skip
    note = forms.CharField(label=_("Ghi chú"), required=False, max_length=500)
    scan = forms.FileField(label=_("Bản quét"), required=False, allow_empty_file=True)
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    kept_name = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Kinds of papers of today."""
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        cast(forms.ChoiceField, self.fields["type_code"]).choices = type_choices()

    def says_something(self) -> bool:
        """True for a row somebody filled in."""
        facts = self.cleaned_data
        return bool(facts["type_code"] or facts["number"] or facts["note"] or facts["scan"] or facts["kept"])

    def draft(self, scan: dossiers.StoredFileSnapshot | None, name: str) -> dossiers.DocumentDraft:
        """The component as the service wants it."""
        facts = self.cleaned_data
        return dossiers.DocumentDraft(
            type_code=facts["type_code"] or "other",
            number=facts["number"],
            issued_on=facts["issued_on"],
            issuer=facts["issuer"],
            pages=facts["pages"] or self.counted_pages(scan),
            form=facts["form"],
            status=facts["status"],
            note=facts["note"],
            file_id=scan.id if scan else None,
            file_name=name,
        )

    @staticmethod
    def counted_pages(scan: dossiers.StoredFileSnapshot | None) -> int | None:
        """Pages of the scan, when the clerk counted none."""
        return dossiers.describe_scans([(scan.sha256, scan.media_kind)])[0].pages or None if scan else None


def keep_scan(user_id: int, sha256: str, name: str) -> str:
    """A stored scan as a hidden field only this user can send back."""
    return signing.dumps({"sha256": sha256, "name": name, "user": user_id}, salt=SALT, compress=True)


def kept_scan(user_id: int, field: str) -> tuple[dossiers.StoredFileSnapshot, str] | None:
    """The scan of a hidden field; None when it is stale or somebody else's."""
    try:
        told = signing.loads(field, salt=SALT, max_age=KEPT_FOR_S)
    except signing.BadSignature:
        return None
    return (dossiers.stored_file(told["sha256"]), told["name"]) if told["user"] == user_id else None


class ShelfForm(forms.Form):
    """Where the paper lies."""

    store = forms.CharField(label=_("Kho"), max_length=60)
    row = forms.CharField(label=_("Dãy"), required=False, max_length=30)
    rack = forms.CharField(label=_("Kệ"), required=False, max_length=30)
    box = forms.CharField(label=_("Hộp"), required=False, max_length=30)
    slot = forms.CharField(label=_("Ngăn"), required=False, max_length=30)
    reason = forms.CharField(label=_("Lý do chuyển"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Labels without colons."""
        super().__init__(*args, **{"label_suffix": ""} | kwargs)


class DeliveryForm(forms.Form):
    """A spreadsheet of certificates and a zip of scans."""

    sheet = forms.FileField(
        label=_("Bảng kê giấy chứng nhận"), allow_empty_file=True, help_text=_("XLSX hoặc CSV, mỗi người một dòng.")
    )
    scans = forms.FileField(
        label=_("Bản quét"), allow_empty_file=True, help_text=_("Một tệp ZIP chứa PDF, JPEG, PNG, TIFF.")
    )
    unit = forms.ChoiceField(label=_("Đơn vị hành chính"))
    rule = forms.ChoiceField(label=_("Tên tệp đặt theo"), choices=NAME_RULES)
    template = forms.CharField(
        label=_("Mẫu tên riêng"), required=False, max_length=120,
        help_text=_("Ví dụ HS-{serial} hoặc {unit}_{sheet}_{parcel}; để trống thì theo mục trên."),
    )  # fmt: skip

    def __init__(self, *args: Any, units: list[Any], **kwargs: Any) -> None:
        """Offer only units the user may link the archive of."""
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        cast(forms.ChoiceField, self.fields["unit"]).choices = [(str(unit.id), unit_label(unit)) for unit in units]
