"""Names as they are kept and searched; what no name can be."""

import re
import unicodedata
from itertools import pairwise

from gis_core.text.charsets import VIETNAMESE_LETTERS
from gis_core.text.names import fold
from gis_core.text.syllables import is_syllable
from land_records.parties.errors import NameRefused

_SIGNS_OF_A_NAME = frozenset(" '’.-,()·")
_SIGNS_OF_A_BODY = _SIGNS_OF_A_NAME | frozenset('&/+:;"“”–—%@!№°')
_LETTERS = frozenset(VIETNAMESE_LETTERS)
_WORD = re.compile(r"[^\W\d_]+")


def checked_name(raw: str, *, of_body: bool = False, foreign: bool = False) -> str:
    """The name in composed letters, single blanks; refused with NameRefused when empty or in another character set.

    `of_body`: organisations and groups may have digits and more signs; `foreign`: letters of other alphabets may stand.
    The refusal never repeats the name.
    """
    name = " ".join(unicodedata.normalize("NFC", raw).split())
    words = _WORD.findall(name)
    if not words:
        raise NameRefused(
            "Tên còn trống.",
            "The name is empty.",
            hint_vi="Ghi đủ họ và tên như trên giấy tờ.",
            hint_en="Write the full name as on the paper.",
        )
    signs = _SIGNS_OF_A_BODY if of_body else _SIGNS_OF_A_NAME
    strange = {
        letter
        for letter in name
        if letter not in signs
        and not (letter.isalpha() and (foreign or _is_ours(letter)))
        and not (of_body and letter.isdigit())
    }
    if strange or (not foreign and _reads_like_vni(words)):
        raise _refusal(strange)
    return name


def _is_ours(letter: str) -> bool:
    return letter in _LETTERS or letter.isascii()


def _reads_like_vni(words: list[str]) -> bool:
    """VNI marks turn one vowel into two; such words cannot be spelt, and without the second vowel they can."""
    broken = [word for word in words if not word.isascii() and not is_syllable(word)]
    return any(
        is_syllable(unicodedata.normalize("NFC", _merged(word))) for word in broken if len(word) > 2 and _merged(word)
    )


def _merged(word: str) -> str:
    """The word with a vowel and the marked vowel behind it made one ('Nguyeãn' → 'Nguyẽn'); empty without one."""
    made = ""
    for before, letter in pairwise(word):
        parts = unicodedata.normalize("NFD", letter)
        if len(parts) > 1 and parts[0].lower() in "aoe" and before.lower() in "aeiouyơư":
            made = word.replace(before + letter, before + parts[1:], 1)
    return made


def _refusal(strange: set[str]) -> NameRefused:
    if strange and all(letter.isdecimal() for letter in strange):
        return NameRefused(
            "Tên người có chữ số.",
            "A person's name has digits in it.",
            hint_vi="Số giấy tờ, năm sinh ghi ở ô riêng.",
            hint_en="Numbers of papers and years have fields of their own.",
        )
    return NameRefused(
        f"Tên có {len(strange) or 'những'} ký tự không thuộc chữ Việt; "
        "có thể tên được gõ bằng bảng mã cũ (TCVN3, VNI).",
        f"The name has {len(strange) or 'some'} characters that are not Vietnamese; it may be in an old character set "
        "(TCVN3, VNI).",
        hint_vi="Chuyển sang Unicode rồi nhập lại; tên nước ngoài cần ghi quốc tịch.",
        hint_en="Convert it to Unicode and enter it again; a foreign name needs a nationality.",
    )


def folded(name: str) -> str:
    """The key of search: no case, no accents, single blanks, without signs; never empty for a checked name."""
    return " ".join(re.sub(r"[^\w\s]", " ", fold(name)).split())[:255] or "?"


def folded_back(folded_name: str) -> str:
    """The same words, last first: Vietnamese names end with the given name."""
    return " ".join(reversed(folded_name.split()))
