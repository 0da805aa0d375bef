"""Write a realistic sample commune with planted faults, in every format the importers read."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from importers.sample.make import make_sample
from importers.sample.output import write_sample
from importers.sample.recipe import Recipe

FEWEST_PARCELS, MOST_PARCELS = 150, 200_000
USUAL = Recipe()


class Command(BaseCommand):
    """`manage.py make_sample OUT_DIR [--parcels N] [--seed S] [--faults N]`; same arguments, same bytes."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the folder and the recipe's three figures."""
        parser.add_argument("folder", type=Path, metavar="OUT_DIR")
        parser.add_argument(
            "--parcels", type=int, default=USUAL.parcels, help="number of parcels (default %(default)s)"
        )
        parser.add_argument("--seed", type=int, default=USUAL.seed, help="seed of every random choice")
        parser.add_argument("--faults", type=int, default=USUAL.faults, help="planted faults of each kind; 0 = clean")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make the sample and write its files."""
        if not FEWEST_PARCELS <= options["parcels"] <= MOST_PARCELS:
            raise CommandError(f"--parcels: {FEWEST_PARCELS} to {MOST_PARCELS}")
        started = time.monotonic()
        recipe = Recipe(options["parcels"], options["seed"], options["faults"])
        try:
            sample = make_sample(recipe)
        except ValueError as error:
            raise CommandError(str(error)) from error
        files = write_sample(sample, options["folder"], say=self.stdout.write)
        seconds = time.monotonic() - started
        self.stdout.write(
            f"{len(sample.commune.parcels)} parcels on {len(sample.commune.sheets)} sheets, "
            f"{len(sample.planted.faults)} planted faults, {len(files)} files, {seconds:.1f} s"
        )
