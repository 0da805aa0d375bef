"""What the map's modules need to know, as one JSON block of the page (no inline script)."""

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from web.public.deployment import drawn_extent, zone_for_map

CODE = "CODE"
"""Stands for a parcel code in address patterns."""


def _with_code(name: str) -> str:
    return reverse(name, args=["0" * 12]).replace("0" * 12, CODE)


def map_config() -> dict[str, object]:
    """Styles, zone, addresses and words in the reader's language."""
    return {
        "styles": {theme: reverse("web:map-style", args=[theme]) for theme in ("light", "dark")},
        "extent": drawn_extent(),
        "zone": zone_for_map(),
        "icons": static("icons.svg"),
        "urls": {
            "map": reverse("web:map"),
            "home": reverse("web:home-card"),
            "at": reverse("web:at"),
            "parcel": _with_code("web:parcel"),
            "card": _with_code("web:parcel-card"),
        },
        "texts": _texts(),
    }


def _texts() -> dict[str, object]:
    return {
        "homeTitle": _("Bản đồ thửa đất và quy hoạch") + " – Thổ Địa",
        "parcelTitle": _("Thửa đất số {number}, tờ bản đồ số {sheet}"),
        "inViewRow": _("Thửa {number}, tờ {sheet}"),
        "nearest": _("{count} thửa gần tâm nhất"),
        "zoomIn": _("phóng to để xem"),
        "north": _("X (Bắc)"),
        "east": _("Y (Đông)"),
        "linkCopied": _("Đã chép liên kết của thửa đất này."),
        "noLocation": _("Máy này không cho biết vị trí. Tìm theo số tờ, số thửa hoặc chạm vào bản đồ."),
        "locationRefused": _("Chưa được phép xem vị trí. Cho phép trong trình duyệt, hoặc chạm vào bản đồ."),
        "search": {
            "found": _("{count} gợi ý, dùng phím mũi tên để chọn"),
            "offline": _("Mất kết nối. Chưa tìm được."),
        },
        "measure": {
            "start": _("Chạm lần lượt các điểm trên bản đồ; phím Enter lấy điểm ở giữa."),
            "length": _("Dài"),
            "area": _("Diện tích"),
        },
        "map": {
            "Map.Title": _(
                "Bản đồ thửa đất. Phím mũi tên để di chuyển, cộng trừ để phóng thu, Enter để chọn thửa ở giữa."
            ),
        },
    }
