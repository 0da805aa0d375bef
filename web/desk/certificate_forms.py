"""Forms about certificates, blanks and printers: the shape of what people type, no rules."""

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts import api as accounts
from land_records import api as land_records


class PlainForm(forms.Form):
    """Labels without a colon."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """As the other forms of the desk."""
        super().__init__(*args, **{"label_suffix": ""} | kwargs)


class NeededDay(forms.DateField):
    """A day that must be given."""

    def __init__(self, label: Any, *, required: bool = True) -> None:
        """The browser's own date field."""
        super().__init__(label=label, required=required, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


class PrepareForm(PlainForm):
    """What a draft needs before it is proposed."""

    issued_on = NeededDay(label=_("Ngày cấp"))
    issuer = forms.CharField(label=_("Cơ quan cấp"), max_length=200)
    signer = forms.CharField(label=_("Người ký"), max_length=120)
    decision_no = forms.CharField(label=_("Số quyết định"), max_length=60, required=False)
    decision_date = NeededDay(label=_("Ngày quyết định"), required=False)
    register_no = forms.CharField(
        label=_("Số vào sổ"), max_length=40, required=False, help_text=_("Để trống: số tiếp theo của đơn vị.")
    )
    serial = forms.CharField(
        label=_("Số phôi"), max_length=30, required=False, help_text=_("Chọn phôi để in trước khi ký.")
    )
    remarks = forms.CharField(
        label=_("Ghi chú in trên giấy"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3}),
        help_text=_("Khoản ghi nợ tự thêm vào."),
    )  # fmt: skip


class ObligationForm(PlainForm):
    """A notice of the tax office."""

    kind = forms.ChoiceField(label=_("Khoản"))
    amount_vnd = forms.DecimalField(label=_("Số tiền (đồng)"), max_digits=16, decimal_places=0, min_value=Decimal(0))
    slip_number = forms.CharField(label=_("Thông báo số"), max_length=60, required=False)
    slip_date = NeededDay(label=_("Ngày thông báo"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Names in the reader's language."""
        super().__init__(*args, **kwargs)
        english = (get_language() or "vi").startswith("en")
        cast(forms.ChoiceField, self.fields["kind"]).choices = [
            (code, names[1] if english else names[0]) for code, names in land_records.OBLIGATION_KINDS.items()
        ]


class SettleForm(PlainForm):
    """How an obligation ended."""

    obligation = forms.IntegerField(widget=forms.HiddenInput)
    status = forms.ChoiceField(
        label=_("Kết quả"),
        choices=(("paid", _("Đã nộp")), ("exempt", _("Được miễn")), ("deferred", _("Ghi nợ"))),
    )
    settled_on = NeededDay(label=_("Ngày"))
    legal_basis = forms.CharField(label=_("Căn cứ"), max_length=200, required=False)


class ReceiveForm(PlainForm):
    """A delivery of blanks."""

    first = forms.CharField(label=_("Từ số"), max_length=30)
    last = forms.CharField(label=_("Đến số"), max_length=30)
    received_on = NeededDay(label=_("Ngày nhận"))
    supplier = forms.CharField(label=_("Nơi cấp phôi"), max_length=200, required=False)
    delivery_note = forms.CharField(label=_("Số biên bản giao nhận"), max_length=80, required=False)


class MoveForm(PlainForm):
    """What happens to a range of blanks."""

    first = forms.CharField(label=_("Từ số"), max_length=30)
    last = forms.CharField(label=_("Đến số"), max_length=30, required=False)
    what = forms.ChoiceField(
        label=_("Việc"),
        choices=(
            ("hand", _("Giao đơn vị")), ("spoil", _("Ghi hỏng")), ("lose", _("Ghi mất")),
            ("return", _("Trả lại nơi cấp")),
        ),
    )  # fmt: skip
    office = forms.ChoiceField(label=_("Giao cho"), required=False)
    dossier = forms.CharField(
        label=_("Hồ sơ có biên bản"), max_length=60, required=False, help_text=_("Mã hồ sơ; bắt buộc khi hỏng, mất.")
    )
    position = forms.IntegerField(label=_("Biên bản là thành phần số"), required=False, min_value=1)
    reason = forms.CharField(label=_("Lý do"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer every office."""
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["office"]).choices = [
            ("", "–"), *((str(one.id), one.name) for one in accounts.offices())
        ]  # fmt: skip


class PrinterForm(PlainForm):
    """How far a printer is off."""

    name = forms.CharField(label=_("Tên máy in"), max_length=60)
    page1_right = forms.DecimalField(label=_("Trang 1, sang phải (mm)"), max_digits=5, decimal_places=2, initial=0)
    page1_down = forms.DecimalField(label=_("Trang 1, xuống (mm)"), max_digits=5, decimal_places=2, initial=0)
    page2_right = forms.DecimalField(label=_("Trang 2, sang phải (mm)"), max_digits=5, decimal_places=2, initial=0)
    page2_down = forms.DecimalField(label=_("Trang 2, xuống (mm)"), max_digits=5, decimal_places=2, initial=0)
    scale = forms.DecimalField(label=_("Tỷ lệ"), max_digits=6, decimal_places=4, initial=1)
