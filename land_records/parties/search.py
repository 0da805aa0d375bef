"""Finding parties: by name without accents, by the number of a paper exactly, by address. Every search is logged.

Name and address look only in the reader's units. The number of a paper looks everywhere, because who holds the paper
may be known elsewhere in the province; of a party outside the reader's units the answer shows that it exists, not who
it is: `admit_party` brings it here.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.api import Act, Scope, User, require, scope
from dossiers import api as dossiers
from land_records.cadastre.moments import as_moment
from land_records.parties.identity import looks_like_number, normal_number
from land_records.parties.models import IdentityPaper, Party, PartyAddress, PartyUnit
from land_records.parties.names import folded, folded_back
from land_records.parties.reach import reachable, units_sql
from land_records.parties.reading import names_of, paper_number
from land_records.parties.resolving import resolve_parties
from land_records.parties.sealing import indexes_of, mask
from land_records.parties.snapshots import PartyAnswer, PartyHit
from land_records.parties.statements import statement

MOST_HITS = 20
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_FEWEST_LETTERS = 2
_EVERYWHERE = frozenset(
    "so nha duong pho khu to dan thon xom ap hem ngo phuong xa thi tran quan huyen thanh tinh binh thuan".split()
)
"""Words nearly every address of the province has, folded."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A name search understood: folded words, a year of birth if one was written."""

    words: tuple[str, ...]
    year: int | None

    @property
    def text(self) -> str:
        return " ".join(self.words)


def search_parties(
    *,
    actor: User,
    purpose: dossiers.Purpose,
    text: str,
    by: str = "auto",
    as_of: date | datetime | None = None,
    limit: int = MOST_HITS,
) -> PartyAnswer:
    """Parties a text may mean, best first. `by`: `name` (a year of birth may stand beside it), `number`, `address`,
    or `auto`: a number when the text can only be one, else a name.

    Without `as_of` former names and addresses count too and are marked `former`; with it, those of that moment.
    One line in the log with the folded text, a number masked. Raises NotAllowed, PurposeMissing.
    """
    require(actor, Act.PARTY_READ)
    checked = dossiers.check_purpose(actor=actor, purpose=purpose)
    moment = as_moment(as_of) if as_of is not None else None
    allowed = scope(actor, Act.PARTY_READ)
    what = by if by != "auto" else ("number" if looks_like_number(text) else "name")
    if what == "number":
        written = normal_number(text)
        found, query = _by_number(written, moment), mask(written)
    elif what == "address":
        query = folded(text)
        found = _by_address(query, moment, allowed, limit)
    else:
        asked = _understood(text)
        query = f"{asked.text} {asked.year or ''}".strip()
        found = _by_name(asked, moment, allowed, limit)
    answer = _answer(found, what, actor, moment, limit)
    dossiers.log_read(
        actor=actor,
        purpose=checked,
        what=f"search_{what}",
        subject_kind="party",
        subject_ids=[hit.id for hit in answer.hits if hit.here],
        query=query,
    )
    return answer


def _understood(text: str) -> _Asked:
    years = _YEAR.findall(text)
    words = tuple(word for word in folded(_YEAR.sub(" ", text)).split() if word != "?")
    return _Asked(words, int(years[-1]) if years else None)


def _by_number(number: str, moment: datetime | None) -> dict[int, bool]:
    papers = IdentityPaper.objects.filter(blind_index__in=indexes_of(number))
    if moment is not None:
        papers = papers.filter(valid__contains=moment)
    return _first_seen((paper.party_id, paper.valid.upper is None) for paper in papers.order_by("-valid"))


def _by_address(query: str, moment: datetime | None, allowed: Scope, limit: int) -> dict[int, bool]:
    """All words in the address, the last one perhaps only begun; words every address has do not lead the search."""
    if len(query) <= _FEWEST_LETTERS:
        return {}
    facts: dict[str, Any] = {"moment": moment, "units": units_sql(allowed), "limit": limit + 1}
    words = query.split()
    leading = [word for word in words[:-1] if word not in _EVERYWHERE]
    if not leading:
        return _first_seen(_rows(statement("search_addresses"), facts, anywhere=words))
    return _first_seen(_rows(statement("search_address_words"), {**facts, "leading": leading}, anywhere=words))


def _by_name(asked: _Asked, moment: datetime | None, allowed: Scope, limit: int) -> dict[int, bool]:
    """The front of the name, then its back, then family and given name around others, then words anywhere.

    Each step runs only while hits are missing: a whole name, or its beginning, is one walk along an index.
    """
    if len(asked.text) < _FEWEST_LETTERS:
        return {}
    facts: dict[str, Any] = {
        "year": asked.year, "moment": moment, "units": units_sql(allowed), "limit": limit + 1, "other": None,
    }  # fmt: skip
    by_front = statement("search_names").replace("{side}", "folded_name")
    by_back = statement("search_names").replace("{side}", "folded_back")
    found = _first_seen(_rows(by_front, {**facts, "pattern": _begins(asked.text)}))
    if len(found) <= limit:
        found |= _first_seen(_rows(by_back, {**facts, "pattern": _begins(folded_back(asked.text))})) | found
    if len(found) <= limit and len(asked.words) > 1:
        around = "".join(f"{_literal(word)} %" for word in asked.words[:-1])
        ends = {"pattern": _begins(f"{asked.words[-1]} "), "other": around}
        found |= _first_seen(_rows(by_back, {**facts, **ends})) | found
    if not found and all(len(word) > _FEWEST_LETTERS for word in asked.words):
        found = _first_seen(_rows(statement("search_parts"), facts, anywhere=asked.words))
    return found


def _rows(sql: str, facts: dict[str, Any], *, anywhere: Sequence[str] = ()) -> list[tuple[int, bool]]:
    """The rows of a search. `anywhere`: words the text must hold, each as a condition: LIKE ALL takes no index."""
    words = {f"word{place}": f"%{_literal(word)}%" for place, word in enumerate(anywhere)}
    for column in ("folded_name", "folded_detail"):
        held = " AND ".join(f"found.{column} LIKE %({name})s" for name in words)
        sql = sql.replace(f"{{words in {column}}}", held).replace(
            f"{{words of {column}}}", held.replace(f"found.{column}", f"(found.{column} || '')")
        )
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("{within}", _within(facts["units"])), {**facts, **words})
        return list(cursor.fetchall())


def _within(units: list[int] | None) -> str:
    """The condition that keeps a search inside units; a semi-join of its own, so that LIMIT ends it after few rows.

    As `units IS NULL OR EXISTS …` the planner hashes every party of the units before the first hit (measured: 55 ms
    instead of 4 among a million).
    """
    return "true" if units is None else statement("inside_units")


def _first_seen(rows: Iterable[tuple[int, bool]]) -> dict[int, bool]:
    """Party → does what matched still hold; a standing match outweighs a former one, the first keeps its place."""
    found: dict[int, bool] = {}
    for party_id, standing in rows:
        found[party_id] = found.get(party_id, False) or standing
    return found


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _begins(text: str) -> str:
    return f"{_literal(text)}%"


def _answer(found: dict[int, bool], what: str, actor: User, moment: datetime | None, limit: int) -> PartyAnswer:
    roots = resolve_parties(found)
    standing: dict[int, bool] = {}
    for party_id, holds in found.items():
        root = roots[party_id]
        standing[root] = standing.get(root, False) or holds
    shown = list(standing)[:limit]
    here = reachable(actor=actor, act=Act.PARTY_READ, party_ids=shown)
    names = names_of(here, moment or timezone.now())
    rows = Party.objects.in_bulk(shown)
    addresses = dict(
        PartyAddress.objects.filter(
            party_id__in=here, purpose="residence", valid__contains=moment or timezone.now()
        ).values_list("party_id", "detail")
    )
    papers: dict[int, list[str]] = {}
    for paper in IdentityPaper.objects.filter(party_id__in=here, valid__endswith__isnull=True).order_by("pk"):
        papers.setdefault(paper.party_id, []).append(mask(paper_number(paper)[0]))
    units: dict[int, set[int]] = {}
    for party_id, unit_id in PartyUnit.objects.filter(party_id__in=here).values_list("party_id", "unit_id"):
        units.setdefault(party_id, set()).add(unit_id)
    hits = tuple(
        PartyHit(
            id=one,
            kind=rows[one].kind,
            user_kind=rows[one].user_kind,
            name=names[one].name if one in names else "",
            birth_year=names[one].birth_year if one in names else None,
            death_year=names[one].death_year if one in names else None,
            address=addresses.get(one) or "",
            papers=tuple(papers.get(one, ())),
            former=not standing[one] and moment is None,
            here=one in here,
            unit_ids=tuple(sorted(units.get(one, ()))),
        )
        for one in shown
    )
    return PartyAnswer(hits, what, more=len(standing) > limit)
