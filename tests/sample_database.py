"""A database with the sample commune in it, made once by the real import and cloned by whoever needs it.

Its content: the demonstration logins; every sheet but one uploaded, checked, approved and registered; that one
sheet, with planted faults, staged for review; the plans in force and the scanned plan. Uploads lie in the vault of
the test cluster, so the template is only good on the machine that made it.
"""

import hashlib

from tests import databases
from tests.environment import HOME, cluster

PARCELS = 300
SEED = 1
_MAKERS = (
    "importers/services/*.py", "importers/checks/*.py", "importers/sample/*.py", "importers/profiles/*",
    "importers/readers/*.py", "gis_core/topology/*.py", "web/management/commands/load_demo.py",
    "web/demonstration*.py", "importers/archive_linking/*.py",
)  # fmt: skip
"""Code whose change makes another sample; the rest of the import only shows it."""


def sample_template(parcels: int = PARCELS, seed: int = SEED) -> str:
    """Name of the database to clone (`databases.clone`); made anew when migrations or the import's code change.

    It also serves as a folder name: the sample's files stay under `sample_folder`.
    """
    name = f"sample_{databases.ground_digest()}_{_code_digest()}_{parcels}_{seed}"
    with databases.alone("sample"):
        if not databases.exists(name):
            building = f"{name}_b"
            databases.clone(databases.migrated_template(), building)
            databases.manage("create_demo_users", database=building)
            folder = HOME / "samples" / name
            databases.manage(
                "load_demo", str(folder), "--parcels", str(parcels), "--seed", str(seed), database=building
            )
            cluster.psql("-c", f'ALTER DATABASE "{building}" RENAME TO "{name}"')
    return name


def _code_digest() -> str:
    digest = hashlib.sha256()
    for pattern in _MAKERS:
        for path in sorted(databases.PROJECT.glob(pattern)):
            if path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
