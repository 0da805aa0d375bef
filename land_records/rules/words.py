"""Figures in the sentences of verdicts: decimal comma, one decimal."""

from typing import Any


def comma(figure: Any) -> str:
    """A figure as Vietnamese papers print it."""
    return f"{float(figure):.1f}".replace(".", ",")
