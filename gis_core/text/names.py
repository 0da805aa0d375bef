"""Comparing Vietnamese names: without accents, case, administrative words and double spellings."""

import re
import unicodedata

_SPACE = re.compile(r"[\s\-–—_.,/]+")
_KIND = re.compile(
    r"^(thanh pho|thi xa|thi tran|dac khu|phuong|quan|huyen|tinh|xa|tp|tx|tt|p|x|h|t)\s+(?=\S)",
)


def fold(text: str) -> str:
    """Key for search: no case, no accents (đ → d), one space between words: 'Phường Đức Long' → 'phuong duc long'."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D").lower())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _SPACE.sub(" ", bare).strip()


def fold_spelling(text: str) -> str:
    """Like `fold`, and y after a consonant or u counts as i: Phú Quý and Phú Quí, Thuận Quý and Thuận Quí are one."""
    return re.sub(r"(?<=[a-z])y\b", "i", fold(text))


def without_kind(folded: str) -> str:
    """Drop a leading administrative word from a folded name: 'phuong duc long', 'p duc long' → 'duc long'."""
    return _KIND.sub("", folded, count=1)


def same_name(first: str, second: str) -> bool:
    """True when two names differ only in accents, case, punctuation or double spelling."""
    return fold_spelling(first) == fold_spelling(second)
