"""A planning answer in words: one conclusion, then every theme in its fixed order with one of four states."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from planning import api as planning
from planning.api import PlanningAnswer, State, ThemeAnswer
from web import formats
from web.public.land_use import use_name

WHOLE = 0.995
"""From this share on people are told "the whole parcel"."""


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """One theme on a page. `why` is what the state rests on; `decision` the legal source, when known."""

    theme: str
    name: str
    state: str
    word: str
    why: str
    decision: str
    plan_code: str
    area_m2: Decimal | None
    share: float | None
    tag: str


@dataclass(frozen=True, slots=True)
class PlanningWords:
    """The whole answer. `state` colours the conclusion: the gravest state that matters to a citizen."""

    on: date
    sentence: str
    sentence_html: str
    state: str
    rows: tuple[ThemeRow, ...]
    affected: tuple[ThemeRow, ...]
    certain_m2: Decimal | None
    possible_m2: Decimal | None
    accuracy_m: Decimal | None
    affected_m2: Decimal | None
    share: float | None
    rest_m2: Decimal | None
    drafts: tuple[ThemeRow, ...]


def _word(state: str) -> str:
    return {
        "affected": _("Bị ảnh hưởng"),
        "not_affected": _("Không bị ảnh hưởng"),
        "no_data": _("Chưa có dữ liệu"),
        "out_of_date": _("Dữ liệu đã cũ"),
    }[state]


TAG = {"affected": "warn", "not_affected": "ok", "no_data": "none", "out_of_date": "note"}


def theme_name(code: str) -> str:
    """The theme's name in the reader's language."""
    theme = planning.theme(code)
    return theme.name_en if (get_language() or "vi").startswith("en") else theme.name_vi


def in_words(answer: PlanningAnswer) -> PlanningWords:
    """The answer as a citizen reads it; figures are those of the answer, never computed again."""
    rows = tuple(_row(part) for part in answer.themes)
    affected = tuple(row for row in rows if row.state == State.AFFECTED)
    sentence, state = _conclusion(rows, affected, answer)
    only = answer.affected[0] if len(answer.affected) == 1 else None
    return PlanningWords(
        on=answer.on,
        sentence=sentence,
        sentence_html=_figures_bold(sentence),
        state=state,
        rows=rows,
        affected=affected,
        certain_m2=only.certain_m2 if only else None,
        possible_m2=only.possible_m2 if only else None,
        accuracy_m=only.plan.line_accuracy_m if only and only.plan else None,
        affected_m2=only.area_m2 if only else None,
        share=only.share if only else None,
        rest_m2=max(Decimal(0), answer.official_area_m2 - only.area_m2) if only and only.area_m2 is not None else None,
        drafts=tuple(_row(part) for part in answer.drafts),
    )


def _row(part: ThemeAnswer) -> ThemeRow:
    return ThemeRow(
        theme=part.theme,
        name=theme_name(part.theme),
        state=str(part.state),
        word=_word(part.state),
        why=_why(part),
        decision=_("Quyết định %(number)s") % {"number": part.plan.decision_number}
        if part.plan and part.plan.decision_number
        else "",
        plan_code=part.plan.code if part.plan else "",
        area_m2=part.area_m2,
        share=part.share,
        tag=TAG[part.state],
    )


def _why(part: ThemeAnswer) -> str:
    if part.state is State.AFFECTED:
        return _zones(part)
    if part.state is State.NO_DATA:
        return _("không có nghĩa là không có quy hoạch")
    if part.state is State.OUT_OF_DATE:
        return _last_known(part)
    kept = [zone for zone in part.zones if not zone.affects and zone.planned_use]
    if kept:
        return _("giữ nguyên %(use)s") % {"use": _lower(use_name(kept[0].planned_use))}
    if part.nearest_m is not None and part.nearest_m > 0:
        return _("cách %(distance)s") % {"distance": formats.metres(part.nearest_m, 0)}
    return ""


def _last_known(part: ThemeAnswer) -> str:
    ended = part.plan.valid_to if part.plan else None
    until = _("hết kỳ %(day)s") % {"day": formats.day(ended)} if ended else _("hết kỳ")
    if part.area_m2:
        return _("%(until)s; kết quả cũ: bị ảnh hưởng %(area)s") % {"until": until, "area": formats.area(part.area_m2)}
    return _("%(until)s; kết quả cũ: không bị ảnh hưởng") % {"until": until}


def _zones(part: ThemeAnswer) -> str:
    names = dict.fromkeys(zone.name or use_name(zone.planned_use) for zone in part.zones if zone.affects)
    return ", ".join(name for name in names if name)


def _conclusion(rows: tuple[ThemeRow, ...], affected: tuple[ThemeRow, ...], answer: PlanningAnswer) -> tuple[str, str]:
    if len(affected) == 1:
        return _one(affected[0]), "affected"
    if affected:
        names = "; ".join(f"{row.name} {formats.area(row.area_m2)}" for row in affected)
        many = _("%(count)d nội dung quy hoạch ảnh hưởng đến thửa đất: %(names)s.")
        return many % {"count": len(affected), "names": names}, "affected"
    known = answer.count(State.NOT_AFFECTED)
    silent = answer.count(State.NO_DATA)
    old = answer.count(State.OUT_OF_DATE)
    if known == len(rows):
        return _("Thửa đất không bị ảnh hưởng trong cả %(count)d nội dung đã kiểm tra.") % {
            "count": known
        }, "not_affected"
    if not known and not old:
        sentence = _("Chưa có dữ liệu quy hoạch tại đây. Chưa có dữ liệu không có nghĩa là không có quy hoạch.")
        return sentence, "no_data"
    gaps = []
    if silent:
        gaps.append(
            ngettext("%(n)d nội dung chưa có dữ liệu", "%(n)d nội dung chưa có dữ liệu", silent) % {"n": silent}
        )
    if old:
        gaps.append(ngettext("%(n)d nội dung dữ liệu đã cũ", "%(n)d nội dung dữ liệu đã cũ", old) % {"n": old})
    seen = _("Chưa thấy ảnh hưởng trong %(known)d nội dung đã có dữ liệu; %(gaps)s.")
    return seen % {"known": known, "gaps": ", ".join(gaps)}, "no_data" if silent else "out_of_date"


def _one(row: ThemeRow) -> str:
    what = _lower(row.name) + (f" ({row.why})" if row.why else "")
    facts = {"what": what, "area": formats.area(row.area_m2), "share": formats.percent(row.share)}
    if (row.share or 0) >= WHOLE:
        return _("Toàn bộ thửa đất, %(area)s, nằm trong %(what)s.") % facts
    return _("Một phần thửa đất, %(area)s (%(share)s), nằm trong %(what)s.") % facts


_FIGURE = re.compile(r"(\d[\d.,]*(?:\u00a0m²|\u00a0?%)(?: \(\d[\d.,]*\u00a0?%\))?)")


def _figures_bold(sentence: str) -> SafeString:
    """The same sentence with its measured figures set bold; everything else escaped."""
    parts = _FIGURE.split(sentence)
    pieces = (
        format_html('<b class="num">{}</b>', part) if i % 2 else format_html("{}", part) for i, part in enumerate(parts)
    )
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
