"""Rules from data files into the rulebook; what is there already stays as it is."""

import json
from datetime import date
from importlib.resources import files
from typing import Any


def rules_in_file(name: str) -> list[dict[str, Any]]:
    """The rows of `data/<name>.json`, dates as dates."""
    text = files("land_records.rules").joinpath("data", f"{name}.json").read_text(encoding="utf-8")
    rows = json.loads(text)
    for row in rows:
        row["valid_from"] = date.fromisoformat(row["valid_from"])
        row["valid_to"] = date.fromisoformat(row["valid_to"]) if row.get("valid_to") else None
    return list(rows)
