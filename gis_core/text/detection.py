"""Which encoding are these bytes in? Scores with evidence; a small margin means: ask the user."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gis_core.errors import TextError
from gis_core.text.conversion import ENCODINGS, decode
from gis_core.text.fonts import font_encoding
from gis_core.text.syllables import is_syllable

MARGIN = 0.2
"""The best encoding must lead by this much, else the choice is the user's."""

ENOUGH = 0.6
"""Below this score even the best encoding explains too little."""

_SAMPLE = 4000
_FONT_WEIGHT = 0.25
_WORD = re.compile(r"[^\W\d_]+")
_ODD = re.compile(r"[^\x00-\x7f\w\s²³°½¼×±–—‘’“”…•·đĐ]|[ªºµ¹]")


@dataclass(frozen=True, slots=True)
class EncodingScore:
    """How well one encoding explains the bytes: 0 to 1, and the reasons in words (no text of the file in them)."""

    name: str
    score: float
    evidence: str


def guess(texts: Iterable[bytes], fonts: Sequence[str | None] = ()) -> list[EncodingScore]:
    """Scores of all encodings, best first.

    Words with letters beyond ASCII are decoded in each encoding and judged by Vietnamese spelling; `fonts` are the
    names of the fonts the texts are drawn with. Pure ASCII reads the same in every encoding and counts as UTF-8.
    """
    sample = [raw for raw in dict.fromkeys(texts) if raw and not raw.isascii()][:_SAMPLE]
    hints = Counter(hint for hint in map(font_encoding, fonts) if hint)
    if not sample:
        return _ascii_only(hints)
    scores = [_score(name, sample, hints) for name in ENCODINGS]
    return sorted(scores, key=lambda entry: (-entry.score, ENCODINGS.index(entry.name)))


def certain(scores: Sequence[EncodingScore]) -> str | None:
    """The encoding to use without asking, or None when the margin is small or nothing fits."""
    if not scores or scores[0].score < ENOUGH:
        return None
    if len(scores) > 1 and scores[0].score - scores[1].score < MARGIN:
        return None
    return scores[0].name


def _ascii_only(hints: Counter[str]) -> list[EncodingScore]:
    evidence = "only ASCII characters: every encoding reads the same"
    if hints:
        evidence += f"; fonts hint at {', '.join(sorted(hints))}"
    return [EncodingScore("utf-8", 1.0, evidence)] + [
        EncodingScore(name, 0.0, "no characters beyond ASCII") for name in ENCODINGS[1:]
    ]


def _score(name: str, sample: list[bytes], hints: Counter[str]) -> EncodingScore:
    good = bad = unreadable = 0
    for raw in sample:
        try:
            text = decode(raw, name)
        except TextError:
            unreadable += 1
            continue
        words = [word for word in _WORD.findall(text) if not word.isascii()]
        spelt = sum(is_syllable(word) for word in words)
        good += spelt
        bad += len(words) - spelt + len(_ODD.findall(text))
    readable = 1 - unreadable / len(sample)
    spelling = good / (good + bad) if good + bad else 0.0
    score = readable * spelling
    evidence = [f"{good} of {good + bad} accented words are Vietnamese spelling"]
    if unreadable:
        evidence.append(f"{unreadable} of {len(sample)} texts cannot be read")
    if hints:
        share = hints[name] / sum(hints.values())
        score = (1 - _FONT_WEIGHT) * score + _FONT_WEIGHT * share
        if hints[name]:
            evidence.append(f"{hints[name]} of {sum(hints.values())} telling fonts")
    return EncodingScore(name, round(score, 4), "; ".join(evidence))
