"""What a rule says about an act."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Judgement:
    """A check's own word: passed or not, with the measured and the required figure, in both languages."""

    passed: bool
    message_vi: str
    message_en: str
    figures: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judgement under one version of a rule. `severity` note | warning | block counts only when it did not pass."""

    code: str
    version: int
    severity: str
    passed: bool
    message_vi: str
    message_en: str
    figures: Mapping[str, Any]
    text_vi: str
    text_en: str
    legal_source: str

    @property
    def blocks(self) -> bool:
        """True when the act must not go on."""
        return not self.passed and self.severity == "block"
