"""Keep the English catalogue complete and compiled: `manage.py translations [--check]`."""

from argparse import ArgumentParser
from io import BytesIO
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.core.management.base import BaseCommand, CommandError

from web.translations import CATALOGUE, Message, used_messages


def read_catalogue() -> Catalog:
    """The catalogue as it stands in the project."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def merged(old: Catalog, used: dict[Message, list[str]]) -> Catalog:
    """Exactly the sentences in use, each with the translation it had; new ones empty."""
    fresh = Catalog(locale="en", project="Thổ Địa", fuzzy=False, charset="utf-8", header_comment=old.header_comment)
    for message, places in used.items():
        known = old.get(message if isinstance(message, str) else message[0])
        text = known.string if known else ("" if isinstance(message, str) else ("", ""))
        flags = ["python-format"] if "%(" in str(message) else []
        fresh.add(message, text, locations=[(place, 0) for place in dict.fromkeys(places)], flags=flags)
    return fresh


def missing(catalogue: Catalog) -> list[str]:
    """Sentences without an English text."""
    return [str(entry.id) for entry in catalogue if entry.id and not any(_texts(entry.string))]


def compiled(catalogue: Catalog) -> bytes:
    """The .mo file's bytes."""
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def _texts(text: Any) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


class Command(BaseCommand):
    """Collects the sentences of web, writes django.po and django.mo, or with --check only says what is wrong."""

    help = "Collect, complete and compile the English translation of the pages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--check changes nothing and fails when something is missing or stale."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *_args: Any, check: bool = False, **_options: Any) -> None:
        """Merge, write, compile; list what still lacks English."""
        old = read_catalogue()
        fresh = merged(old, used_messages())
        lacking = missing(fresh)
        binary = CATALOGUE.with_suffix(".mo")
        if check:
            stale = not binary.exists() or binary.read_bytes() != compiled(old)
            if lacking or stale:
                raise CommandError(
                    f"{len(lacking)} sentences lack English; compiled file stale: {stale}\n" + "\n".join(lacking)
                )
            return
        with CATALOGUE.open("wb") as file:
            write_po(file, fresh, width=120, include_lineno=False, omit_header=False, sort_by_file=True)
        # read back, so that file and compiled file say the same
        binary.write_bytes(compiled(read_catalogue()))
        for sentence in lacking:
            self.stdout.write(sentence)
        self.stdout.write(f"{len(fresh)} sentences, {len(lacking)} without English")
