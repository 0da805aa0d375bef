"""Fonts of printed sheets: the subsets npm delivers joined into whole fonts, once, kept in THODIA_HOME/cache.

The PDF engine tells fonts apart by family, weight and style: two subsets of one family would swap their glyphs, and two
families in one word break the text layer. So latin and Vietnamese letters become one font per weight.
"""

import hashlib
import tempfile
from pathlib import Path

from django.conf import settings
from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

PREFIX = "/paper-fonts/"
"""Address of these fonts in style sheets for paper; nobody but the PDF engine asks for it."""
_SANS = "@fontsource-variable/source-sans-3/files/source-sans-3-{subset}-wght-normal.woff2"
_DISPLAY = "@fontsource/be-vietnam-pro/files/be-vietnam-pro-{subset}-600-normal.woff2"
_FONTS: dict[str, tuple[str, int | None]] = {
    "text-400.ttf": (_SANS, 400),
    "text-600.ttf": (_SANS, 600),
    "text-700.ttf": (_SANS, 700),
    "display-600.ttf": (_DISPLAY, None),
}


def paper_font(name: str) -> Path | None:
    """The file of a font by its name in the address; None when there is none. The first call takes some seconds."""
    if name not in _FONTS:
        return None
    pattern, weight = _FONTS[name]
    sources = [Path(settings.BASE_DIR) / "node_modules" / pattern.format(subset=s) for s in ("latin", "vietnamese")]
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:16]
    kept = Path(settings.THODIA_HOME) / "cache" / "paper-fonts" / f"{digest}-{name}"
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        _join(sources, weight, kept)
    return kept


def _join(sources: list[Path], weight: int | None, target: Path) -> None:
    """Write both subsets as one static font; whoever comes at the same time writes the same bytes."""
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        parts = []
        for number, source in enumerate(sources):
            font = TTFont(source)
            if weight is not None:
                font = instantiateVariableFont(font, {"wght": weight})
            font.flavor = None
            part = Path(folder) / f"{number}.ttf"
            font.save(part)
            parts.append(str(part))
        whole = Path(folder) / target.name
        Merger().merge(parts).save(whole)
        whole.replace(target)
