"""What a font name says about the bytes drawn with it: the best single hint to a legacy encoding."""

_UNICODE_FONTS = ("times new roman", "arial", "tahoma", "verdana", "courier new", "segoe", "calibri", "roboto")


def font_encoding(font: str | None) -> str | None:
    """`tcvn3` for `.Vn…` (ABC) fonts, `vni` for `VNI-…`, `utf-8` for fonts of Unicode systems, None: no hint."""
    name = _plain(font)
    if name.startswith("vni-") or name.startswith("vni "):
        return "vni"
    if name.startswith(".vn") or name.startswith("vn") or name.startswith("abc"):
        return "tcvn3"
    if name.startswith(_UNICODE_FONTS):
        return "utf-8"
    return None


def shows_capitals(font: str | None) -> bool:
    """True for ABC fonts whose name ends in H (`.VnTimeH`): they draw small letters as capitals."""
    return font is not None and font_encoding(font) == "tcvn3" and font.strip().endswith("H")


def _plain(font: str | None) -> str:
    return (font or "").strip().strip("@\"'").lower()
