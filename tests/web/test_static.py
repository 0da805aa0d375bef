"""Static parts keep their promises: no bundler, no stray hosts, every name resolves, nothing inline."""

import json
import re
from pathlib import Path

import pytest

from scripts import make_icons
from web import npm_files
from web.assets import import_map, import_map_hash

PROJECT = Path(__file__).resolve().parents[2]
STATIC = PROJECT / "web" / "static"
TEMPLATES = PROJECT / "web" / "templates"
MODULES = sorted(STATIC.glob("*/*.js"))
PAGES = sorted(TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_modules_are_short_and_their_imports_are_in_the_map(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 250
    known = json.loads(import_map())["imports"]
    for name in re.findall(r"(?:from|import)\s+'([^']+)'", text):
        assert name in known, f"{path.name} imports {name}"


def test_the_import_map_is_allowed_by_its_hash() -> None:
    assert import_map_hash().startswith("'sha256-")
    assert "</" not in import_map()


PAPER_ONLY = {"certificate.html", "certificate_note.html", "printer_test.html", "_note.html"}
"""Certificates go to the PDF engine alone: their millimetres belong to one printer and stand in the element."""


def test_paper_templates_are_never_answered_to_a_browser() -> None:
    pages = [path.read_text(encoding="utf-8") for path in (TEMPLATES.parent).rglob("*.py")]
    assert not [name for name in PAPER_ONLY for page in pages if re.search(rf"render\([^)]*sheets/{name}", page)]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_templates_hold_no_inline_style_script_or_foreign_host(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if path.parent.name == "sheets" and path.name in PAPER_ONLY:
        text = re.sub(r"<style>@page\{[^<]*</style>|\sstyle=", "", text)
    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"\son[a-z]+=", text)
    assert not re.search(r"<style|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"(?:src|href)=\"https?://", text)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_icons_and_static_files_named_in_templates_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for name in re.findall(r"{% icon '([\w-]+)'", text):
        assert name in make_icons.NAMES, f"{name}: add it to scripts/make_icons.py and run it"
    for name in re.findall(r"{% static '([^']+)' %}", text):
        listed = name.removeprefix(npm_files.PREFIX) in npm_files.FILES
        assert listed if name.startswith(npm_files.PREFIX) else (STATIC / name).is_file(), name


def test_the_sprite_holds_exactly_the_named_icons() -> None:
    ids = re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8"))
    assert set(ids) == {*make_icons.NAMES, "logo", "finding-error", "finding-warning", "finding-note"}


def test_the_lock_file_names_no_registry() -> None:
    lock = json.loads((PROJECT / "package-lock.json").read_text(encoding="utf-8"))
    assert not [name for name, entry in lock["packages"].items() if "resolved" in entry]
    assert all("integrity" in entry for name, entry in lock["packages"].items() if name)


def test_served_npm_files_are_installed() -> None:
    assert not npm_files.NpmFinder().check()
    finder = npm_files.NpmFinder()
    assert finder.find("npm/maplibre-gl/dist/maplibre-gl.mjs")
    assert finder.find("npm/axe-core/axe.min.js") == []
    assert finder.find("npm/../package.json") == []


def test_css_fonts_are_ours() -> None:
    for path in STATIC.glob("css/*.css"):
        assert not re.search(r"https?://", path.read_text(encoding="utf-8")), path.name
