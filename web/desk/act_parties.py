"""Choosing the parties of an act inside its form: search, choose, shares, without a script as with one.

The list of numbers in the field stays the truth; the picker writes it. Names are read for the act's own dossier and
logged as everywhere; a page that nobody asked for names shows numbers. Search texts travel by POST only.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts import api as accounts
from dossiers import api as dossiers
from gis_core.errors import DomainError
from land_records import api as land_records
from reference import api as reference
from web.desk import party_words as words
from web.desk.act_fields import Field, lines_of
from web.desk.act_specs import SPECS
from web.errors import PageError

PICKED = frozenset({"holders", "parties", "party", "shares"})
"""Kinds of fields that hold parties."""
WITH_SHARES = frozenset({"holders", "shares"})
SEARCH, BY, SHARE = "__tim", "__theo", "__phan__"
STEPS = frozenset({"tim", "chon", "doi", "bo", "xem", "dang-giu", "moi", "thong-tin-moi"})


@dataclass(frozen=True, slots=True)
class Step:
    """One press of a button: search, choose, both spouses, drop, show, who holds now, new party, new particulars."""

    what: str
    key: str
    told: str = ""

    @property
    def party_id(self) -> int:
        """The party it is about; 0 for none."""
        return int(self.told) if self.told.isdigit() else 0


@dataclass(slots=True)
class Line:
    """One party, chosen or found. `name` None: nobody asked for names; `wed`: husband and wife are known."""

    id: int
    share: str = ""
    name: str | None = None
    kind: str = ""
    wed: bool = False
    birth_year: int | None = None
    papers: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    former: bool = False
    here: bool = True


@dataclass(slots=True)
class Picker:
    """What the page shows of one field of parties."""

    key: str
    spec: Field
    lines: list[Line]
    unread: list[str] = field(default_factory=list)
    text: str = ""
    by: str = "auto"
    found: list[Line] | None = None
    what: str = ""
    more: bool = False
    refusal: DomainError | None = None
    named: bool = False
    new_kinds: list[tuple[str, Any]] = field(default_factory=list)

    @property
    def single(self) -> bool:
        """Takes one party only."""
        return self.spec.reads == "party"

    @property
    def shares(self) -> bool:
        """Every line may carry a share."""
        return self.spec.reads in WITH_SHARES

    @property
    def chosen(self) -> frozenset[int]:
        """Numbers chosen already."""
        return frozenset(line.id for line in self.lines)

    @property
    def sum(self) -> str:
        """The sum of the shares as a fraction; empty while there is none or one cannot be read."""
        try:
            parts = [Fraction(line.share.replace(" ", "")) for line in self.lines if line.share]
        except (ValueError, ZeroDivisionError):
            return ""
        return str(sum(parts, Fraction(0))) if parts else ""


def key_of(spec: Field) -> str:
    """The name of a field in the form."""
    return spec.name.replace(".", "__")


def party_fields(kind: str) -> list[Field]:
    """Fields of an act's form that hold parties."""
    return [spec for spec in SPECS[kind] if spec.reads in PICKED]


def with_shares(data: QueryDict, kind: str) -> QueryDict:
    """What was typed, with the share beside each chosen party written into the list of numbers."""
    typed = data.copy()
    for spec in party_fields(kind):
        key = key_of(spec)
        if any(name.startswith(key + SHARE) for name in data):
            text = data.get(key, "")
            typed[key] = "\n".join([_written(_lines(spec, text, data)), *_unread(text)]).strip()
    return typed


def asked_step(data: QueryDict, kind: str) -> Step | None:
    """The button that was pressed; Enter in a search field is its search, not the form's own button."""
    keys = {key_of(spec) for spec in party_fields(kind)}
    what, _colon, rest = data.get("nguoi", "").partition(":")
    key, _colon, told = rest.partition(":")
    if what in STEPS and key in keys:
        return Step(what, key, told)
    return next((Step("tim", one) for one in sorted(keys) if data.get(one + SEARCH, "").strip()), None)


def without_searches(data: QueryDict) -> QueryDict:
    """What was typed without names that were looked for and without the button."""
    kept = data.copy()
    for name in [one for one in kept if one.endswith((SEARCH, BY)) or one in ("nguoi", "csrfmiddlewaretoken")]:
        del kept[name]
    return kept


def as_initial(data: QueryDict) -> dict[str, Any]:
    """Typed values as initial ones of a form that is not judged yet."""
    return {name: values if len(values) > 1 else values[0] for name, values in data.lists() if values}


def pickers(
    kind: str,
    data: Mapping[str, Any],
    *,
    user: accounts.User,
    dossier_code: str,
    step: Step | None = None,
    holding: Iterable[int] = (),
) -> dict[str, Picker]:
    """The pickers of a form by field; a step is carried out on its own. `holding`: who holds rights here now."""
    may = accounts.may(user, "party.read")
    new_kinds = [(path, words.KINDS[one]) for path, one in words.KIND_OF_PATH.items()]
    made = {}
    for spec in party_fields(kind):
        key = key_of(spec)
        text = data.get(key) or ""
        made[key] = Picker(key, spec, _lines(spec, str(text), data), by=str(data.get(key + BY) or "auto"))
        made[key].unread = _unread(str(text))
        made[key].new_kinds = new_kinds if accounts.may(user, "party.write") else []
    if step is None or not may:
        return made
    mine = made[step.key]
    try:
        purpose = dossiers.Purpose(dossier_id=dossiers.dossier_by_code(dossier_code).id)
        _take(mine, step, data, user=user, purpose=purpose, holding=holding)
        _name(mine, user, purpose)
    except DomainError as refusal:
        mine.refusal = refusal
    return made


def numbers_of(picker: Picker) -> str:
    """The list of numbers that stands for what is chosen."""
    return "\n".join([_written(picker.lines), *picker.unread]).strip()


def _take(
    mine: Picker, step: Step, data: Mapping[str, Any], *, user: Any, purpose: Any, holding: Iterable[int]
) -> None:
    match step.what:
        case "chon":
            _choose(mine, [step.party_id])
        case "doi":
            both = land_records.spouses_of([step.party_id]).get(step.party_id, ())
            mine.lines = [line for line in mine.lines if line.id != step.party_id or line.id in both]
            _choose(mine, list(both))
        case "thong-tin-moi":
            raise PageError(
                "Chọn người sử dụng đất trước khi nhập thông tin mới.",
                "Choose the party before its new particulars.",
                code="party_not_chosen",
            )
        case "bo":
            mine.lines = [line for line in mine.lines if line.id != step.party_id]
        case "dang-giu":
            names = land_records.display_names(actor=user, purpose=purpose, party_ids=holding)
            mine.what, mine.found = "holding", [_line(one.id, one, here=True) for one in names.values()]
        case "tim":
            mine.text = str(data.get(step.key + SEARCH) or "").strip()
            answer = land_records.search_parties(actor=user, purpose=purpose, text=mine.text, by=mine.by)
            mine.what, mine.more = answer.what, answer.more
            mine.found = _hits(answer.hits)


def _choose(mine: Picker, party_ids: list[int]) -> None:
    fresh = [Line(one) for one in party_ids if one and one not in mine.chosen]
    mine.lines = (fresh or mine.lines)[:1] if mine.single else mine.lines + fresh


def _hits(hits: Iterable[land_records.PartyHit]) -> list[Line]:
    hits = list(hits)
    wed = land_records.spouses_of(hit.id for hit in hits if hit.here)
    units = reference.units_by_ids({unit for hit in hits for unit in hit.unit_ids})
    return [
        Line(
            id=hit.id, name=hit.name, kind=str(words.KINDS[hit.kind]), wed=hit.id in wed, birth_year=hit.birth_year,
            papers=hit.papers, former=hit.former, here=hit.here,
            units=tuple(units[one].full_name for one in hit.unit_ids if one in units),
        )
        for hit in hits
    ]  # fmt: skip


def _name(mine: Picker, user: Any, purpose: Any) -> None:
    """Names of who is chosen; parties elsewhere stay numbers."""
    if not mine.lines:
        return
    names = land_records.display_names(actor=user, purpose=purpose, party_ids=[line.id for line in mine.lines])
    mine.named = True
    mine.lines = [
        _line(line.id, names[line.id], here=True, share=line.share) if line.id in names
        else Line(line.id, line.share, name="", here=False)
        for line in mine.lines
    ]  # fmt: skip


def _line(party_id: int, one: land_records.DisplayName, *, here: bool, share: str = "") -> Line:
    name = one.name or _("(đã xóa thông tin)")
    return Line(party_id, share, name, str(words.KINDS[one.kind]), birth_year=one.birth_year, here=here)


def _lines(spec: Field, text: str, data: Mapping[str, Any]) -> list[Line]:
    """Lines that begin with a number; the share beside a chosen party outweighs the one in the list."""
    key, lines = key_of(spec), {}
    rows = lines_of(text.replace(",", "\n") if spec.reads == "parties" else text)
    for row in rows:
        if row[0].isdigit():
            written = row[1] if len(row) > 1 else ""
            share = data.get(f"{key}{SHARE}{row[0]}")
            lines[int(row[0])] = Line(int(row[0]), str(share if share is not None else written).strip())
    return list(lines.values())


def _unread(text: str) -> list[str]:
    """Lines that begin with no number: kept, and said to be wrong when the form is judged."""
    return ["; ".join(row) for row in lines_of(text) if not row[0].isdigit() and "," not in row[0]]


def _written(lines: list[Line]) -> str:
    return "\n".join(f"{line.id}; {line.share}" if line.share else str(line.id) for line in lines)
