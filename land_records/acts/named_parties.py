"""Parties that an act's input names, and their merges since: an act drafted with a merged record means the kept one.

Stored input stays as it was typed; every reading of it (dry-run, submission, approval) is translated as merges stand.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from land_records.parties.resolving import resolve_parties
from land_records.rights.snapshots import Holder

ONE = frozenset({"party_id", "body_id"})
MANY = frozenset({"givers", "mortgagee_ids", "party_ids"})
KEYED = frozenset({"parts"})
HOLDERS = frozenset({"holders", "receivers"})
"""Fields of inputs, at any depth, that hold numbers of parties; a test compares them with every kind's input."""


def parties_named(payload: Mapping[str, Any]) -> frozenset[int]:
    """Numbers of the parties that an input names."""
    found: set[int] = set()

    def note(party_id: int) -> int:
        found.add(party_id)
        return party_id

    _walked(payload, note)
    return frozenset(found)


def with_kept_parties(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The input with every merged party replaced by the one it was found to be; the same holder twice becomes one."""
    named = parties_named(payload)
    roots = resolve_parties(named) if named else {}
    if all(roots.get(one, one) == one for one in named):
        return dict(payload)
    return _walked(payload, lambda one: roots.get(one, one))


def kept_holders(holders: Sequence[Holder], roots: Mapping[int, int]) -> tuple[Holder, ...]:
    """Holders by the parties that are kept; the shares of two records of one party are one share."""
    kept: dict[int, Holder] = {}
    for one in holders:
        party_id = roots.get(one.party_id, one.party_id)
        before = kept.get(party_id)
        share = one.share
        if before is not None and before.share is not None:
            share = before.share + (one.share or Fraction(0))
        kept[party_id] = Holder(party_id, share, one.represents or (before is not None and before.represents))
    return tuple(kept.values())


def _walked(payload: Mapping[str, Any], said: Callable[[int], int]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in payload.items():
        if name in ONE and _is_number(value):
            made[name] = said(int(value))
        elif name in MANY and isinstance(value, list | tuple):
            made[name] = list(dict.fromkeys(said(int(one)) if _is_number(one) else one for one in value))
        elif name in KEYED and isinstance(value, Mapping):
            made[name] = _added((str(said(int(key))) if _is_number(key) else key, part) for key, part in value.items())
        elif name in HOLDERS and isinstance(value, list | tuple):
            made[name] = _folded([_walked(one, said) if isinstance(one, Mapping) else one for one in value])
        else:
            made[name] = _walked(value, said) if isinstance(value, Mapping) else value
    return made


def _folded(holders: list[Any]) -> list[Any]:
    """One line for each party; what cannot be read stays for the input's own check."""
    kept: dict[Any, Any] = {}
    for number, one in enumerate(holders):
        key = one.get("party_id", ("line", number)) if isinstance(one, Mapping) else ("line", number)
        kept[key] = {**one, "share": _sum(kept[key].get("share"), one.get("share"))} if key in kept else one
    return list(kept.values())


def _added(parts: Any) -> dict[Any, Any]:
    kept: dict[Any, Any] = {}
    for key, part in parts:
        kept[key] = _sum(kept[key], part) if key in kept else part
    return kept


def _sum(one: Any, other: Any) -> Any:
    """Two written shares as one; a share that cannot be read is left to the input's own check."""
    try:
        return str(Fraction(str(one)) + Fraction(str(other))) if one and other else one or other or ""
    except (ValueError, ZeroDivisionError):
        return other


def _is_number(value: Any) -> bool:
    return isinstance(value, int) or (isinstance(value, str) and value.isdigit())
