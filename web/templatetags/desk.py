"""Tags of the desk's pages."""

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from web import formats
from web.desk.finding_words import plain
from web.desk.status_words import AREA_FIGURES, ENCODINGS, FIGURES, OUTCOMES, QUESTIONS, SEVERITIES, STATUSES

register = template.Library()


@register.simple_tag
def status_tag(status: str) -> SafeString:
    """The word and colour of a batch's status."""
    tone, words = STATUSES[status]
    return format_html('<span class="tag {}">{}</span>', tone, words)


@register.simple_tag
def severity_words(severity: str) -> str:
    """Phải sửa, Cần xem, Ghi nhận."""
    return str(SEVERITIES[severity])


@register.simple_tag
def severity_mark(severity: str, done: bool = False) -> SafeString:
    """The shape of a finding (octagon, triangle, circle), or a tick when it is settled; words stand beside it."""
    if done:
        return format_html(
            '<svg class="sev done" aria-hidden="true"><use href="{}#check-circle-fill"></use></svg>', icons()
        )
    return format_html(
        '<svg class="sev {}" role="img" aria-label="{}"><use href="{}#finding-{}"></use></svg>',
        severity, SEVERITIES[severity], icons(), severity,
    )  # fmt: skip


def icons() -> str:
    """Address of the icon sprite."""
    return static("icons.svg")


@register.simple_tag
def question_text(what: str) -> str:
    """The question behind a decision."""
    return str(QUESTIONS.get(what, what))


@register.simple_tag
def outcome_words(outcome: str) -> str:
    """What became of a face."""
    return str(OUTCOMES.get(outcome, outcome))


@register.simple_tag
def in_language(vietnamese: str, english: str) -> str:
    """The sentence in the reader's language."""
    return english if (get_language() or "vi").startswith("en") else vietnamese


@register.simple_tag
def evidence(value: Any) -> str:
    """The evidence of a coordinate proposal in the reader's language."""
    if isinstance(value, dict):
        return str(value.get("en" if (get_language() or "vi").startswith("en") else "vi", ""))
    if isinstance(value, list | tuple):
        return " ".join(evidence(each) for each in value)
    return str(value)


@register.filter
def encoding_name(code: str) -> str:
    """`TCVN3` of `tcvn3`."""
    return ENCODINGS.get(code, code.upper())


@register.filter
def hectares(square_metres: float | str | None) -> str:
    """`20,14 ha`; a dash when there is none."""
    return (
        "–"
        if square_metres in (None, "")
        else f"{formats.number(float(square_metres or 0) / 10_000, 2)}{formats.NBSP}ha"
    )


@register.filter
def dot(value: float) -> str:
    """A number for attributes: decimal point, no grouping, whatever the language."""
    return repr(float(value))


@register.filter
def metre_place(value: float) -> str:
    """A coordinate to the millimetre, grouped."""
    return formats.coordinate(value, 3)


@register.filter
def initials(name: str) -> str:
    """`NH` of `Nguyễn Thị Hạnh`: first and last word; what stands in brackets does not count."""
    words = name.partition("(")[0].split()
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


@register.filter
def figures(hint: dict[str, Any]) -> list[tuple[str, Any]]:
    """Known figures of a finding with their names; unknown keys stay out of the page."""
    return [
        (str(FIGURES[key]), formats.area(value) if key in AREA_FIGURES and isinstance(value, int | float) else value)
        for key, value in plain(hint).items()
        if key in FIGURES and value is not None
    ]
