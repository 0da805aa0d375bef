"""Forms of the desk: the shape of what people type, no rules."""

import json
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from gis_core.crs.zones import ZONES
from planning import api as planning
from reference import api as reference
from web import formats

ENCODINGS = (
    ("auto", _("Tự nhận biết")),
    ("tcvn3", "TCVN3 (ABC, .VnTime)"),
    ("vni", "VNI (VNI-Times)"),
    ("cp1258", "Windows-1258"),
    ("utf-8", "Unicode UTF-8"),
)
KINDS = (
    ("parcels", _("Bản đồ địa chính (thửa đất)")),
    ("zones", _("Quy hoạch (các vùng)")),
    ("raster", _("Bản quét quy hoạch (ảnh)")),
)
PLAN_LEVELS = (
    ("province", _("Cấp tỉnh")),
    ("district", _("Cấp huyện")),
    ("commune", _("Cấp xã")),
    ("detailed", _("Quy hoạch chi tiết, phân khu")),
    ("sector", _("Quy hoạch ngành")),
)
SCALES = (("200", "1:200"), ("500", "1:500"), ("1000", "1:1000"), ("2000", "1:2000"), ("5000", "1:5000"))


def crs_choices() -> list[tuple[str, Any]]:
    """Coordinate systems a file may be in; empty means: let the evidence decide."""
    return [("", _("Tự nhận biết")), *((str(zone.srid), zone.name) for zone in ZONES.values())]


def fit_choices() -> list[tuple[str, Any]]:
    """Saved coordinate fits, for files of systems without a national formula (HN-72)."""
    fits = reference.saved_fits()
    return [("", _("Không dùng")), *((f"{f.name}@{f.version}", f"{f.name} · {f.source} → {f.target}") for f in fits)]


def _choice(form: forms.Form, name: str) -> forms.ChoiceField:
    """The field as what it was declared; Django's types only know it as a field."""
    return cast(forms.ChoiceField, form.fields[name])


class SeveralFiles(forms.FileInput):
    """A file field of the browser that lets one choose several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files; an empty file passes, because the import says better what is wrong with it."""

    widget = SeveralFiles

    def __init__(self, **kwargs: Any) -> None:
        """Empty files are let through."""
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Every file by Django's own rules."""
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given or [None]]


class DayField(forms.DateField):
    """A day, chosen in the browser's own calendar; may stay empty."""

    def __init__(self, *, label: Any) -> None:
        """The browser sends and expects ISO dates."""
        super().__init__(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class UploadForm(forms.Form):
    """A file and what its uploader states about it."""

    file = FilesField(
        label=_("Tệp"),
        help_text=_("DGN V7 hoặc V8, TAB (kèm DAT, MAP, ID), MIF (kèm MID), GPKG, SHP, TIF, hoặc ZIP của chúng."),
    )
    kind = forms.ChoiceField(label=_("Nội dung"), choices=KINDS)
    unit = forms.ChoiceField(label=_("Đơn vị hành chính"))
    series = forms.CharField(
        label=_("Bộ bản đồ"), required=False, max_length=120, help_text=_("Để trống: Bản đồ địa chính.")
    )
    sheet = forms.IntegerField(
        label=_("Tờ bản đồ số"), required=False, min_value=1, max_value=9999,
        help_text=_("Chỉ cần khi tệp không có khung tờ."),
    )  # fmt: skip
    scale = forms.ChoiceField(label=_("Tỷ lệ"), choices=SCALES, initial="1000")
    crs = forms.ChoiceField(label=_("Hệ tọa độ"), required=False)
    fit = forms.ChoiceField(label=_("Phép tính chuyển cục bộ"), required=False)
    encoding = forms.ChoiceField(label=_("Bảng mã chữ"), choices=ENCODINGS, initial="auto")

    def __init__(self, *args: Any, units: list[Any], **kwargs: Any) -> None:
        """Offer only units the user may upload for."""
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        _choice(self, "unit").choices = [(str(unit.id), unit_label(unit)) for unit in units]
        _choice(self, "crs").choices = crs_choices()
        _choice(self, "fit").choices = fit_choices()


def unit_label(unit: Any) -> Any:
    """A unit in a list; one of the past says until when."""
    if unit.valid_to is None:
        return str(unit.full_name)
    return _("%(name)s (đến %(day)s)") % {"name": unit.full_name, "day": formats.day(unit.valid_to)}


class PlanForm(forms.Form):
    """The decision behind a plan file; or a JSON file that states several plans."""

    plan_file = forms.FileField(label=_("Tệp khai báo quy hoạch (JSON)"), required=False)
    code = forms.CharField(label=_("Mã quy hoạch"), required=False, max_length=40)
    name = forms.CharField(label=_("Tên quy hoạch"), required=False, max_length=200)
    theme = forms.ChoiceField(label=_("Nội dung quy hoạch"), required=False)
    level = forms.ChoiceField(label=_("Cấp"), choices=PLAN_LEVELS, required=False, initial="province")
    decision_number = forms.CharField(label=_("Số quyết định"), required=False, max_length=60)
    decision_date = forms.DateField(
        label=_("Ngày quyết định"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    issuer = forms.CharField(label=_("Cơ quan phê duyệt"), required=False, max_length=160)
    valid_from = forms.DateField(
        label=_("Có hiệu lực từ"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    valid_to = forms.DateField(
        label=_("Hết kỳ quy hoạch"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    line_accuracy_m = forms.FloatField(label=_("Độ chính xác nét vẽ (m)"), required=False, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Themes come from planning, in their fixed order."""
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        _choice(self, "theme").choices = [("", "–"), *((theme.code, theme.name_vi) for theme in planning.THEMES)]

    def clean_plan_file(self) -> dict[str, Any] | None:
        """The JSON, or a sentence about what is wrong with it."""
        given = self.cleaned_data["plan_file"]
        if given is None:
            return None
        try:
            value = json.loads(given.read().decode("utf-8"))
        except (UnicodeDecodeError, json.JSONDecodeError) as error:
            raise forms.ValidationError(_("Tệp khai báo không phải JSON hợp lệ (UTF-8).")) from error
        if not isinstance(value, dict) or not isinstance(value.get("plans"), list):
            raise forms.ValidationError(_('Tệp khai báo cần có danh sách "plans".'))
        return value

    def statement(self) -> dict[str, Any] | None:
        """The plan facts as the import wants them."""
        facts = self.cleaned_data
        if facts.get("plan_file"):
            return facts["plan_file"]
        if not facts.get("code"):
            return None
        plan = {key: value for key, value in facts.items() if key != "plan_file" and value not in (None, "")}
        for key in ("decision_date", "valid_from", "valid_to"):
            if key in plan:
                plan[key] = plan[key].isoformat()
        return {"code": plan["code"], "title": plan.get("name", ""), "plans": [plan]}
