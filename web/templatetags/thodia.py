"""Tags of every page: icons, numbers, the fraction label."""

from decimal import Decimal
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from web import formats
from web.assets import import_map

register = template.Library()

register.filter("area", formats.area)
register.filter("label_area", formats.label_area)
register.filter("count", formats.count)
register.filter("percent", formats.percent)
register.filter("metres", formats.metres)
register.filter("day", formats.day)


@register.filter
def millimetres(value: float) -> str:
    """A coordinate to the millimetre: `1 208 581,400`."""
    return formats.coordinate(value, 3)


@register.filter
def centimetres(value: Decimal | float) -> str:
    """A length as papers print it: `12,05`, never grouped."""
    return formats.number(value, 2, group=False)


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """An icon of the sprite; decoration only, its words stand beside it or in an aria-label."""
    return format_html(
        '<svg class="i {}" aria-hidden="true"><use href="{}#{}"></use></svg>', extra, static("icons.svg"), name
    )


@register.simple_tag
def logo() -> SafeString:
    """The mark: four parcels on a sheet, one of them the pink of the land-use certificate."""
    return format_html('<svg class="logo" aria-hidden="true"><use href="{}#logo"></use></svg>', static("icons.svg"))


@register.simple_tag
def import_map_script() -> SafeString:
    """The one inline script, allowed by its hash."""
    return mark_safe(f'<script type="importmap">{import_map()}</script>')  # noqa: S308 - our own file names


@register.inclusion_tag("parts/fraction.html")
def fraction(parcel: Any, size: str = "") -> dict[str, object]:
    """The fraction label of a parcel card; `size` is '', 'tile' or 'tile large'."""
    return {"parcel": parcel, "size": size}


@register.filter
def whole_percent(share: float | Decimal | None) -> str:
    """A share 0..1 as a number 0..100 with a decimal point, for attributes."""
    return "0" if share is None else f"{float(share) * 100:.1f}"
