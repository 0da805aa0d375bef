"""Write requirements.lock: exact versions of everything pyproject.toml asks for. Run by hand when dependencies change."""

import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from scripts import places


def main() -> None:
    """Let pip resolve from scratch and keep names and versions only."""
    project = tomllib.loads((places.PROJECT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        subprocess.run(
            [
                sys.executable,
                "-m",
                "pip",
                "install",
                "-q",
                "--dry-run",
                "--ignore-installed",
                "--report",
                str(report),
                *wanted,
            ],
            check=True,
        )
        chosen = json.loads(report.read_text())["install"]
    lines = sorted(f"{item['metadata']['name'].lower()}=={item['metadata']['version']}" for item in chosen)
    (places.PROJECT / "requirements.lock").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
