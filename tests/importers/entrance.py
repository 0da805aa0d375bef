"""The goods entrance in tests: a home and a database of its own, people, one small sample made once."""

import hashlib
import json
import os
import shutil
import tempfile
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from accounts.api import Role, User
from dossiers import api as dossiers
from gis_core.crs.transform import transform_geometries
from importers import api as importers
from importers.models import Batch, BatchFinding
from importers.sample.make import make_sample
from importers.sample.output import write_sample
from importers.sample.recipe import Recipe
from reference import api as reference
from scripts import places
from tests import databases
from tests.dossiers.people import PHAN_THIET, person
from tests.environment import HOME

UNIT = "22945"
_MAKERS = ("importers/sample/*.py", "importers/writers/*.py")


def sample(parcels: int = 300, *, seed: int = 1, faults: int = 1) -> Path:
    """The folder of a sample, written once for a state of the sample maker and shared by all test processes."""
    digest = hashlib.sha256(f"{parcels} {seed} {faults}".encode())
    for pattern in _MAKERS:
        for path in sorted(places.PROJECT.glob(pattern)):
            digest.update(path.read_bytes())
    folder = HOME / "samples" / digest.hexdigest()[:12]
    with databases.alone("samples"):
        if not folder.exists():
            partial = folder.with_suffix(".partial")
            shutil.rmtree(partial, ignore_errors=True)
            write_sample(make_sample(Recipe(parcels, seed, faults)), partial)
            partial.rename(folder)
    return folder


def facts(folder: Path, name: str = "sample.json") -> dict[str, Any]:
    return json.loads((folder / name).read_text(encoding="utf-8"))


def own_home() -> Path:
    """A THODIA_HOME of its own, with the secrets, that the service user can reach; the caller removes it."""
    home = Path(tempfile.mkdtemp(prefix="thodia-home-", dir="/tmp"))
    (home / "secrets").mkdir(mode=0o700)
    for name in ("django_key", "db_thodia_app", "db_tiles_reader", "db_desk_reader"):
        shutil.copy2(HOME / "secrets" / name, home / "secrets" / name)
    hand_over(home)
    return home


def hand_over(home: Path) -> None:
    """Give everything below `home` to the user the worker runs as."""
    ids = places.service_ids()
    if ids is None:
        return
    for path in (home, *home.rglob("*")):
        os.chown(path, *ids)


@dataclass(frozen=True)
class Entrance:
    """People of one ward before an empty register."""

    home: Path
    database: str
    unit_id: int
    officer: User
    second_officer: User
    approver: User
    clerk: User

    def receive(self, path: Path, *, name: str = "", actor: User | None = None, **stated: Any) -> list[Batch]:
        stated.setdefault("unit_id", self.unit_id)
        return importers.receive_file(
            actor=actor or self.officer, path=path, name=name or path.name, stated=importers.Statement(**stated)
        )

    def imported(self, path: Path, **stated: Any) -> Batch:
        """A file of one data set, worked through in this process."""
        [batch] = self.receive(path, **stated)
        importers.run_batch_here(batch.pk)
        return Batch.objects.get(pk=batch.pk)

    def waive_errors(self, batch: Batch) -> int:
        errors = BatchFinding.objects.filter(batch=batch, severity="error", state="open")
        numbers = list(errors.values_list("id", flat=True))
        for number in numbers:
            importers.settle_finding(
                actor=self.officer, batch_id=batch.pk, finding_id=number, state="waived", reason="biên bản thử"
            )
        return len(numbers)

    def submitted(self, batch: Batch) -> Batch:
        self.waive_errors(batch)
        importers.submit(actor=self.officer, batch_id=batch.pk)
        return Batch.objects.get(pk=batch.pk)

    def approved(self, batch: Batch) -> Batch:
        """Errors waived, submitted, approved and registered in this process."""
        self.submitted(batch)
        importers.approve(approver=self.approver, batch_id=batch.pk)
        importers.run_batch_here(batch.pk)
        return Batch.objects.get(pk=batch.pk)


def people(home: Path, database: str) -> Entrance:
    """Four people of Phan Thiết in the current database."""
    return Entrance(
        home=home,
        database=database,
        unit_id=reference.resolve_unit(UNIT).id,
        officer=person(Role.OFFICER, PHAN_THIET, login="canbo"),
        second_officer=person(Role.OFFICER, PHAN_THIET, login="canbo2"),
        approver=person(Role.APPROVER, PHAN_THIET, login="duyet"),
        clerk=person(Role.CLERK, PHAN_THIET, login="tiepnhan"),
    )


def opened(template: str, blocker: Any) -> Iterator[Entrance]:
    """Body of a fixture: database, home and people, removed at the end."""
    before, home_before = os.environ["THODIA_DB_NAME"], settings.THODIA_HOME
    name = f"entrance_{uuid.uuid4().hex[:10]}"
    home = own_home()
    try:
        databases.clone(template, name)
        settings.THODIA_HOME = home
        with blocker.unblock():
            databases.point_connections_at(name)
            try:
                yield people(home, name)
            finally:
                databases.point_connections_at(before)
                databases.drop(name)
    finally:
        settings.THODIA_HOME = home_before
        shutil.rmtree(home, ignore_errors=True)


def file_is_kept(batch: Batch) -> bool:
    """The delivered bytes lie in the vault, whatever became of the batch."""
    return dossiers.stored_path(batch.sha256).is_file()


def zipped(path: Path, files: dict[str, Path]) -> Path:
    """An archive of these files under these names."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, source in files.items():
            archive.write(source, name)
    return path


def in_system(geometries: Any, srid: int) -> Any:
    """Geometries of the sample (EPSG:9218) in another system."""
    return transform_geometries(geometries, 9218, srid)


@pytest.fixture(scope="session")
def small_sample() -> Path:
    """300 parcels on two sheets, one planted fault of each kind."""
    return sample()


@pytest.fixture(scope="session")
def clean_sample() -> Path:
    """300 parcels without faults."""
    return sample(faults=0)


@pytest.fixture
def entrance(django_db_setup: None, template_database: str, django_db_blocker: Any) -> Iterator[Entrance]:
    """An empty register with people, for one test."""
    yield from opened(template_database, django_db_blocker)


@pytest.fixture(scope="module")
def shared_entrance(django_db_setup: None, template_database: str, django_db_blocker: Any) -> Iterator[Entrance]:
    """The same for a whole module whose tests only add."""
    yield from opened(template_database, django_db_blocker)
