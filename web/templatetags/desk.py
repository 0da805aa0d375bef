"""Tags of the desk's pages."""

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from web import formats
from web.desk.batch_page import STATUS_WORDS

register = template.Library()

_QUESTIONS = {
    "crs": _("Tọa độ trong tệp thuộc hệ nào?"),
    "unit": _("Tệp thuộc đơn vị hành chính nào?"),
    "sheet": _("Tệp thuộc tờ bản đồ số mấy?"),
    "encoding": _("Chữ trong tệp dùng bảng mã nào?"),
    "plan": _("Quyết định quy hoạch chưa được khai báo: hủy lô và nhập lại kèm quyết định."),
    "georeference": _("Ảnh chưa có tọa độ: hủy lô và nhập lại tệp đã nắn."),
}
_FIGURES = {
    "labelled": _("Diện tích trên nhãn (m²)"),
    "computed": _("Diện tích tính (m²)"),
    "tolerance": _("Dung sai"),
    "land_use": _("Loại đất"),
    "encoding": _("Bảng mã"),
    "number": _("Số thửa"),
    "sheet": _("Tờ bản đồ"),
}


@register.simple_tag
def status_tag(status: str) -> SafeString:
    """The word and colour of a batch's status."""
    tone, words = STATUS_WORDS[status]
    return format_html('<span class="tag {}">{}</span>', tone, words)


@register.simple_tag
def severity_words(severity: str) -> str:
    """Phải sửa, Cần xem, Ghi nhận."""
    return {"error": _("Phải sửa"), "warning": _("Cần xem"), "note": _("Ghi nhận")}[severity]


@register.simple_tag
def question_text(what: str) -> str:
    """The question behind a decision."""
    return str(_QUESTIONS.get(what, what))


@register.simple_tag
def in_language(vietnamese: str, english: str) -> str:
    """The sentence in the reader's language."""
    return english if (get_language() or "vi").startswith("en") else vietnamese


@register.simple_tag
def icons_url() -> str:
    """Address of the icon sprite."""
    return static("icons.svg")


@register.simple_tag
def evidence(value: Any) -> str:
    """The evidence of a coordinate proposal in the reader's language."""
    if isinstance(value, dict):
        return str(value.get("en" if (get_language() or "vi").startswith("en") else "vi", ""))
    return str(value)


@register.simple_tag
def measured(size: float, unit: str) -> str:
    """A measured size with its unit; centimetres where metres would be zeros."""
    if unit == "m" and size < 1:
        return f"{formats.number(size * 100)}{formats.NBSP}cm"
    digits = 2 if unit == "m" else 1
    return f"{formats.number(size, digits)}{formats.NBSP}{unit}".strip()


@register.filter
def dot(value: float) -> str:
    """A number for attributes: decimal point, no grouping, whatever the language."""
    return repr(float(value))


@register.filter
def metre_place(value: float) -> str:
    """A coordinate to the millimetre, grouped."""
    return formats.coordinate(value, 3)


@register.filter
def figures(hint: dict[str, Any]) -> list[tuple[str, Any]]:
    """Known figures of a finding with their Vietnamese names; unknown keys stay out of the page."""
    return [
        (str(_FIGURES[key]), formats.number(value, 2) if isinstance(value, float) else value)
        for key, value in hint.items()
        if key in _FIGURES and value is not None
    ]
