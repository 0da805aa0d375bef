"""Lists that others build on, kept as text files beside the tests: to change one is a decision, not an accident."""

import os
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def kept(name: str, text: str = "") -> str:
    """What the kept file says. `THODIA_KEEP=1` first writes it anew from `text`: read the diff before committing it."""
    path = FOLDER / name
    if text and os.environ.get("THODIA_KEEP"):
        path.write_text(text, encoding="utf-8")
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def same_as_kept(name: str, text: str) -> None:
    """The list must be exactly the kept one."""
    assert text == kept(name, text), f"{name} says something else; if that is meant, run the test with THODIA_KEEP=1"
