"""Figures in the sentences of verdicts: decimal comma, one decimal."""

from typing import Any


def comma(figure: Any) -> str:
    """A figure as Vietnamese papers print it."""
    text = f"{float(figure):.1f}".replace(".", ",")
    return "0,0" if text == "-0,0" else text
