"""Run SQL files from migrations: `<name>.up.sql` forwards, `<name>.down.sql` backwards."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.migrations.operations import RunSQL


class RunSqlFile(RunSQL):
    """A migration step whose SQL stands in files beside the migration.

    Released files are never edited: a change is a new file in a new migration. The word `{LAND_SRID}` in a
    file becomes the deployment's coordinate system.
    """

    def __init__(self, migration_file: str, name: str) -> None:
        """Load `<name>.up.sql` and `<name>.down.sql` from the `sql` folder beside `migration_file`."""
        folder = Path(migration_file).parent / "sql"
        self._origin = (migration_file, name)
        super().__init__(
            sql=[(_read(folder / f"{name}.up.sql"), None)],
            reverse_sql=[(_read(folder / f"{name}.down.sql"), None)],
        )

    def deconstruct(self) -> Any:
        """Rebuild from the file names, not from the SQL text."""
        return (type(self).__name__, list(self._origin), {})

    def describe(self) -> str:
        """Shown by `migrate --plan`."""
        return f"SQL file {self._origin[1]}"


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8").replace("{LAND_SRID}", str(settings.LAND_SRID))
