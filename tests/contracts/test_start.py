"""Starting Django loads no heavy library: every command and every worker pays for what stands here."""

import json
import os
import subprocess
import sys

from scripts.places import PROJECT

HEAVY = (
    "pandas",
    "geopandas",
    "pyarrow",
    "pyogrio",
    "rasterio",
    "weasyprint",
    "openpyxl",
    "land_records.api",
    "planning.api",
)


def test_django_starts_light() -> None:
    code = "import django, json, sys; django.setup(); print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, env={**os.environ}, capture_output=True, text=True, check=True
    )
    assert not [name for name in HEAVY if name in set(json.loads(done.stdout))]
