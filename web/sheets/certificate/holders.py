"""Lines of holders as section 1 of a certificate writes them, and names in the place of {party:ID}."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from accounts import api as accounts
from dossiers import api as dossiers
from land_records import api as land_records
from web.sheets.certificate.words import PAPERS, share_in_words

_PARTY = re.compile(r"\{party:(\d+)\}")
_TITLES = {"male": "Ông", "female": "Bà"}
_WITHIN = ("husband", "wife")


def holder_lines(
    *,
    actor: accounts.User,
    purpose: dossiers.Purpose,
    rights: Sequence[land_records.RightSnapshot],
    as_of: datetime | None,
) -> tuple[str, ...]:
    """One line per person or body: title, name, year of birth, paper with number, share; read once, logged once."""
    holders = {holder.party_id: holder for right in rights for holder in right.holders}
    if not holders:
        return ()
    known = _read(actor, purpose, holders, as_of)
    inside = {member.party_id for party in known.values() for member in party.members if member.role in _WITHIN}
    people = {**_read(actor, purpose, inside - known.keys(), as_of), **known}
    lines: list[str] = []
    for party_id, holder in holders.items():
        share = share_in_words(holder.share)
        party = known[party_id]
        if party.kind == "couple":
            pair = [member.party_id for member in party.members if member.role in _WITHIN]
            lines += [_line(people[one], "", as_of) for one in pair if one in people]
            lines[-1] += share
        else:
            lines.append(_line(party, share, as_of))
    return tuple(lines)


def with_names(*, actor: accounts.User, purpose: dossiers.Purpose, texts: Sequence[str]) -> list[str]:
    """The texts with {party:ID} replaced by names; logged once. Somebody outside the reader's units stays unnamed."""
    asked = {int(found) for text in texts for found in _PARTY.findall(text)}
    if not asked:
        return list(texts)
    names = land_records.display_names(actor=actor, purpose=purpose, party_ids=asked)

    def name(match: re.Match[str]) -> str:
        known = names.get(int(match[1]))
        return known.name if known else "người ngoài địa bàn"

    return [_PARTY.sub(name, text) for text in texts]


def _read(
    actor: accounts.User, purpose: dossiers.Purpose, party_ids: Iterable[int], as_of: datetime | None
) -> dict[int, land_records.PartySnapshot]:
    wanted = sorted(party_ids)
    if not wanted:
        return {}
    found = land_records.parties(actor=actor, purpose=purpose, party_ids=wanted, as_of=as_of, numbers=True)
    return {party.asked_id: party for party in found}


def _line(party: land_records.PartySnapshot, share: str, as_of: datetime | None) -> str:
    """The party as it was then; one entered later (a paper of the archive) as it was entered."""
    told = party.current or (party.versions[-1] if party.versions else None)
    facts = told.facts if told is not None and not told.erased else None
    name = facts.name if facts is not None else "…"
    title = _TITLES.get(facts.gender, "Ông (bà)") if facts is not None and party.kind == "person" else ""
    pieces = [f"{title}: {name.upper()}" if title else name]
    if facts is not None and facts.birth_year and party.kind == "person":
        pieces.append(f"năm sinh: {facts.birth_year}")
    then = [paper for paper in party.papers if paper.number and _stood(paper, as_of)]
    papers = then or [paper for paper in party.papers if paper.number and paper.valid_to is None]
    if papers:
        best = min(papers, key=lambda paper: -1 if paper.kind == "cccd" else list(PAPERS).index(paper.kind))
        pieces.append(f"{PAPERS[best.kind]}: {best.number}")
    address = next((one.detail for one in party.addresses if one.valid_to is None), "")
    if address and party.kind != "person":
        pieces.append(f"địa chỉ: {address}")
    return ", ".join(pieces) + share


def _stood(paper: land_records.PaperSnapshot, as_of: datetime | None) -> bool:
    if as_of is None:
        return paper.valid_to is None
    return paper.valid_from <= as_of and (paper.valid_to is None or as_of < paper.valid_to)
