"""The one table of finding codes: reference/data/finding_codes.csv."""

import re
from functools import cache
from typing import Any

from reference.data_files import rows
from reference.errors import UnknownFinding
from reference.snapshots import FindingText

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def finding_text(code: str) -> FindingText:
    """The entry of a finding code; UnknownFinding when the table lacks it."""
    table = _table()
    if code not in table:
        raise UnknownFinding(f"Bảng mã phát hiện không có mã {code}.", f"The table of findings has no code {code}.")
    return table[code]


def finding_codes() -> tuple[str, ...]:
    """All codes in the table's order."""
    return tuple(_table())


def finding_sentence(code: str, language: str = "vi", /, **figures: Any) -> str:
    """The code's sentence with its placeholders filled; a figure nobody gave stands as '…'. Never raises KeyError.

    Numbers are written the Vietnamese way in Vietnamese: comma before decimals.
    """
    entry = finding_text(code)
    template = entry.vi if language == "vi" else entry.en
    return _PLACEHOLDER.sub(lambda found: _written(figures.get(found[1]), language), template)


def _written(value: Any, language: str) -> str:
    if value is None:
        return "…"
    if isinstance(value, float):
        text = f"{value:.3f}".rstrip("0").rstrip(".")
        return text.replace(".", ",") if language == "vi" else text
    if isinstance(value, list | tuple):
        return ", ".join(_written(item, language) for item in value)
    return str(value)


@cache
def _table() -> dict[str, FindingText]:
    return {
        row["code"]: FindingText(
            code=row["code"],
            severity=row["severity"],
            size_unit=row["size_unit"],
            who=row["who_acts"],
            vi=row["text_vi"],
            en=row["text_en"],
            legal_source=row["legal_source"],
        )
        for row in rows("finding_codes.csv")
    }
