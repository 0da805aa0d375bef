"""Land-use codes as plans and registers write them, comparable across the code lists of different years."""

from functools import lru_cache

from reference.api import land_use_codes


def use_codes(text: str | None) -> frozenset[str]:
    """Land-use codes in a label: 'ONT+CLN' -> {ONT, CLN}; 'LUC(NTS)' -> {LUC, NTS}; empty -> {}."""
    plain = text or ""
    for mark in "()+,;/":
        plain = plain.replace(mark, " ")
    return frozenset(plain.upper().split())


@lru_cache(maxsize=1024)
def same_ground_codes(text: str | None) -> frozenset[str]:
    """The codes of a label and the one code each became in a later list (BHK -> HNK).

    A code that was divided among several later ones stays alone: which of them applies is a decision, not a rule.
    """
    codes = use_codes(text)
    return codes | {_successors()[code] for code in codes if code in _successors()}


@lru_cache(maxsize=1)
def _successors() -> dict[str, str]:
    """Reference data change by migration only, so one reading per process is enough."""
    return {use.code: use.becomes[0] for use in land_use_codes() if len(use.becomes) == 1}


def known_codes() -> frozenset[str]:
    """Every land-use code of the reference data."""
    return frozenset(use.code for use in land_use_codes())
