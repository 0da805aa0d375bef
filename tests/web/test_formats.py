"""Numbers as people here read them."""

from datetime import date
from decimal import Decimal

from django.utils.translation import override

from web import formats


def test_vietnamese_numbers() -> None:
    with override("vi"):
        assert formats.area(Decimal("135.2")) == "135,2\u00a0m²"
        assert formats.area(Decimal("1399.2")) == "1399,2\u00a0m²"
        assert formats.area(Decimal("20140.55")) == "20.140,6\u00a0m²"
        assert formats.percent(0.1634) == "16,3\u00a0%"
        assert formats.count(18432) == "18.432"
        assert formats.day(date(2026, 11, 23)) == "23/11/2026"
        assert formats.coordinate(1208581.4) == "1\u00a0208\u00a0581,4"


def test_english_numbers() -> None:
    with override("en"):
        assert formats.area(Decimal("135.2")) == "135.2\u00a0m²"
        assert formats.percent(0.1634) == "16.3%"
        assert formats.count(18432) == "18,432"
        assert formats.day(date(2026, 11, 3)) == "3 Nov 2026"


def test_half_rounds_up_and_nothing_is_a_dash() -> None:
    assert formats.label_area(Decimal("0.05")) == "0,1"
    assert formats.label_area(Decimal("1399.25")) == "1399,3"
    assert formats.label_area(None) == ""
    assert formats.area(None) == "–"
