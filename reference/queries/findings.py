"""The one table of finding codes: reference/data/finding_codes.csv."""

import re
from collections.abc import Sequence
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


def finding_sentence(code: str, language: str = "vi", /, *, between: Sequence[str] = (), **figures: Any) -> str:
    """The code's sentence with its placeholders filled; a figure nobody gave stands as '…'. Never raises KeyError.

    `{between}` names the last thing concerned, `{figures}` lists every figure given. Numbers are written the
    language's way (decimal comma in Vietnamese), technical words are translated by finding_words.csv.
    """
    entry = finding_text(code)
    template = entry.vi if language == "vi" else entry.en
    known = {name: _written(value, language) for name, value in figures.items() if value is not None}
    known["figures"] = ", ".join(f"{_word(name, language)} {value}" for name, value in known.items()) or "…"
    if between:
        known["between"] = between[-1]
    return _PLACEHOLDER.sub(lambda found: known.get(found[1], "…"), template)


def _written(value: Any, language: str) -> str:
    if isinstance(value, float):
        text = f"{value:.3f}".rstrip("0").rstrip(".")
        return text.replace(".", ",") if language == "vi" else text
    if isinstance(value, dict) and value.keys() == {"vi", "en"}:
        return str(value[language]).rstrip(".")
    if isinstance(value, dict):
        return ", ".join(f"{_word(str(key), language)} {_written(item, language)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_written(item, language) for item in value)
    # a list of words in one text ("area, land_use") is translated word by word
    return ", ".join(_word(part, language) for part in str(value).split(", "))


def _word(word: str, language: str) -> str:
    return _words().get((word, language), word)


@cache
def _words() -> dict[tuple[str, str], str]:
    return {(row["word"], language): row[language] for row in rows("finding_words.csv") for language in ("vi", "en")}


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
