"""Numbers in Vietnamese words, as certificates write areas: “một trăm ba mươi lăm phẩy hai mét vuông”."""

from decimal import ROUND_HALF_UP, Decimal

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", " nghìn", " triệu", " tỷ")
_MOST = 10**12
_TEN, _HUNDRED, _THOUSAND = 10, 100, 1000
_FOUR, _FIVE = 4, 5


def whole_in_words(number: int) -> str:
    """A whole number from 0 to below a thousand milliard. Raises ValueError outside."""
    if not 0 <= number < _MOST:
        raise ValueError(f"no words for {number}")
    if number == 0:
        return _DIGITS[0]
    groups = []
    rest = number
    while rest:
        rest, group = divmod(rest, _THOUSAND)
        groups.append(group)
    words = []
    for place in reversed(range(len(groups))):
        if groups[place]:
            words.append(_group(groups[place], full=place < len(groups) - 1) + _GROUPS[place])
    return " ".join(words)


def area_in_words(area: Decimal) -> str:
    """An area in m², rounded half up to one decimal, first letter large."""
    exact = area.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    whole = int(exact)
    tenth = int((exact - whole) * 10)
    words = whole_in_words(whole) + (f" phẩy {_DIGITS[tenth]}" if tenth else "") + " mét vuông"
    return words[0].upper() + words[1:]


def _group(number: int, *, full: bool) -> str:
    """Up to three figures; `full` says the hundreds even when they are none (“không trăm”)."""
    hundreds, rest = divmod(number, _HUNDRED)
    words = [f"{_DIGITS[hundreds]} trăm"] if hundreds or full else []
    if rest:
        words.append(_two(rest, after=bool(words)))
    return " ".join(words)


def _two(number: int, *, after: bool) -> str:
    tens, unit = divmod(number, _TEN)
    if tens == 0:
        return f"linh {_DIGITS[unit]}" if after else _DIGITS[unit]
    front = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    if unit == 0:
        return front
    if unit == _FIVE:
        return f"{front} lăm"
    if unit == 1 and tens > 1:
        return f"{front} mốt"
    if unit == _FOUR and tens > 1:
        return f"{front} tư"
    return f"{front} {_DIGITS[unit]}"
