"""A ward with ten parcels, its people, and a made-up archive delivery about them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from accounts.api import Role, User
from importers import api as importers
from importers.models import Batch
from importers.sample.archive_delivery import Delivery, ParcelFacts, write_delivery
from tests.dossiers.people import person
from tests.importers.entrance import UNIT, Entrance, opened
from tests.land_records.fabric_ground import ground, squares


@dataclass(frozen=True)
class Archive:
    """People before a register with parcels 1 to 10 on sheet 1."""

    door: Entrance
    keeper: User
    approver: User
    parcels: dict[int, int]

    def receive(self, delivery: Delivery, scans: Path | None = None, **more: Any) -> tuple[Batch, bool]:
        return importers.receive_archive(
            **{
                "actor": self.keeper,
                "sheet": delivery.sheet,
                "sheet_name": delivery.sheet.name,
                "scans": scans or delivery.scans,
                "scans_name": (scans or delivery.scans).name,
                "unit_id": self.door.unit_id,
            }
            | more
        )

    def staged(self, delivery: Delivery, **more: Any) -> Batch:
        batch, again = self.receive(delivery, **more)
        assert not again
        importers.run_batch_here(batch.pk)
        return Batch.objects.get(pk=batch.pk)

    def approved(self, batch: Batch) -> Batch:
        importers.submit(actor=self.keeper, batch_id=batch.pk)
        importers.approve(approver=self.approver, batch_id=batch.pk)
        importers.run_batch_here(batch.pk)
        return Batch.objects.get(pk=batch.pk)


@pytest.fixture
def archive(django_db_setup: None, template_database: str, django_db_blocker: Any) -> Iterator[Archive]:
    for door in opened(template_database, django_db_blocker):
        land = ground()
        receipt = land.register(squares(10))
        parcels = dict(enumerate(receipt.parcel_ids, start=1))
        yield Archive(door, person(Role.ARCHIVIST, login="luutru"), land.approver, parcels)


@pytest.fixture(scope="session")
def delivery(tmp_path_factory: pytest.TempPathFactory) -> Delivery:
    parcels = [ParcelFacts("1", number, "400,0", "ODT") for number in range(1, 11)]
    folder = tmp_path_factory.mktemp("giao nhận")
    return write_delivery(folder, parcels, unit_code=UNIT, unit_name="Phường Phan Thiết")


def only(delivery: Delivery, scans: Path) -> Delivery:
    """The same spreadsheet with another folder of scans."""
    return replace(delivery, scans=scans)
