"""Which sentences the pages say, and whether the English catalogue has all of them.

Django's own extraction needs GNU gettext; this reads templates and modules itself, so that it works anywhere.
Vietnamese is the source language: the message id is the sentence.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

WEB = Path(__file__).resolve().parent
CATALOGUE = WEB / "locale" / "en" / "LC_MESSAGES" / "django.po"
_TEXT = r"""(?:[ru]?'(?:\\.|[^'\\])*'|[ru]?"(?:\\.|[^"\\])*")"""
_CALL = re.compile(rf"\b(?:_|gettext|ngettext)\(\s*({_TEXT})(?:\s*,\s*({_TEXT}))?", re.DOTALL)
_NAMES = {"_", "gettext", "gettext_lazy", "ngettext"}
Message = str | tuple[str, str]


def used_messages() -> dict[Message, list[str]]:
    """Every sentence (or pair singular, plural) with the files that say it, in order of the files."""
    found: dict[Message, list[str]] = {}
    for path in sorted(WEB.rglob("*.html")):
        for message in _of_template(path):
            found.setdefault(message, []).append(str(path.relative_to(WEB)))
    for path in sorted(WEB.rglob("*.py")):
        for message in _of_module(path):
            found.setdefault(message, []).append(str(path.relative_to(WEB)))
    return found


def _of_template(path: Path) -> Iterator[Message]:
    for match in _CALL.finditer(templatize(path.read_text(encoding="utf-8"), origin=str(path))):
        first = ast.literal_eval(match[1])
        second = ast.literal_eval(match[2]) if match[2] else None
        yield (first, second) if second is not None and match[0].lstrip().startswith("ngettext") else first


def _of_module(path: Path) -> Iterator[Message]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in _NAMES:
            continue
        texts = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        if node.func.id == "ngettext" and len(texts) > 1:
            yield (texts[0], texts[1])
        elif texts:
            yield texts[0]
