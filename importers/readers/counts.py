"""Who counts what: the one table of equivalences between readers, and the comparison through it.

Readers cut a drawing differently (GDAL joins a complex chain into one feature and gives no feature for a cell
header). `equivalences.csv` says per reader and kind whether the element itself (`own`) and its parts (`children`) are
delivered; kinds without a line are delivered with their parts. What the table does not explain is a disagreement,
and a disagreement blocks the file until somebody decides.
"""

import csv
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

TABLE = Path(__file__).with_name("equivalences.csv")


@dataclass(frozen=True, slots=True)
class Rule:
    """How a reader delivers one kind of element."""

    own: bool
    children: bool
    reason: str


DELIVERED = Rule(own=True, children=True, reason="")


@lru_cache(maxsize=1)
def rules() -> dict[tuple[str, str], Rule]:
    """The table by (reader, kind)."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {
            (row["reader"], row["kind"]): Rule(row["own"] == "1", row["children"] == "1", row["reason"])
            for row in csv.DictReader(file)
        }


def delivered(reader: str, kinds: np.ndarray, container: np.ndarray) -> np.ndarray:
    """Mask of our rows that `reader` delivers as one feature of its own; `container` holds row numbers or -1."""
    table = rules()
    names, codes = np.unique(kinds.astype(str), return_inverse=True)
    own = np.array([table.get((reader, name), DELIVERED).own for name in names], dtype=bool)
    opens = np.array([table.get((reader, name), DELIVERED).children for name in names], dtype=bool)
    mask = own[codes] if len(names) else np.zeros(len(kinds), dtype=bool)
    at = container.copy()
    while (at >= 0).any():
        inside = at >= 0
        mask[inside] &= opens[codes[at[inside]]]
        at[inside] = container[at[inside]]
    return mask


def tally(levels: Any, kinds: Any) -> Counter[tuple[int, str]]:
    """Elements per (level, kind)."""
    return Counter(zip(np.asarray(levels).tolist(), np.asarray(kinds).tolist(), strict=True))


def tally_codes(levels: np.ndarray, codes: np.ndarray, names: dict[int, str]) -> Counter[tuple[int, str]]:
    """Elements per (level, kind) from numeric type codes; fast on a million rows."""
    keys, counts = np.unique(levels.astype(np.int64) * 1024 + codes.astype(np.int64), return_counts=True)
    pairs = zip(keys.tolist(), counts.tolist(), strict=True)
    return Counter({(key // 1024, names.get(key % 1024, f"type_{key % 1024}")): count for key, count in pairs})


def differences(
    reader: str, expected: Counter[tuple[int, str]], found: Counter[tuple[int, str]]
) -> list[dict[str, Any]]:
    """Unexplained differences per level and kind between our count and the reader's."""
    return [
        {
            "reader": reader,
            "level": level,
            "kind": kind,
            "ours": expected[(level, kind)],
            "theirs": found[(level, kind)],
        }
        for level, kind in sorted(expected.keys() | found.keys())
        if expected[(level, kind)] != found[(level, kind)]
    ]


def reader_entry(
    name: str, version: str, found: Counter[tuple[int, str]], *, role: str, seconds: float | None = None
) -> dict[str, Any]:
    """One entry of `readers` in the command contract."""
    by_level: dict[str, dict[str, int]] = {}
    for (level, kind), count in sorted(found.items()):
        by_level.setdefault(str(level), {})[kind] = count
    entry: dict[str, Any] = {
        "name": name,
        "version": version,
        "role": role,
        "counts": {"total": sum(found.values()), "by_level": by_level},
    }
    if seconds is not None:
        entry["seconds"] = round(seconds, 3)
    return entry
