"""The one place that knows where real public files lie; tests that need one skip when it is not there."""

import os
from pathlib import Path

import pytest

_BESIDE_THE_PROJECT = Path(__file__).resolve().parents[2] / "shared" / "data" / "public"


def public_file(name: str) -> Path:
    """A real public file, by its path inside the folder (THODIA_PUBLIC_DATA); skips the test when absent."""
    folder = Path(os.environ.get("THODIA_PUBLIC_DATA") or _BESIDE_THE_PROJECT)
    path = folder / name
    if not path.exists():
        pytest.skip(f"no public file {name}")
    return path
