"""`manage.py check --deploy` with the production settings, as a real server would run it."""

import os
import subprocess
import sys

from scripts import places

ENVIRONMENT = {"DJANGO_SETTINGS_MODULE": "config.settings.prod", "THODIA_HOSTS": "dat.example.vn"}


def main() -> int:
    """Exit status of the check; warnings count as failures."""
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=places.PROJECT,
        env={**os.environ, **ENVIRONMENT},
        check=False,
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
