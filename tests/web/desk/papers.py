"""A ward with ten parcels, people of every role, and dossiers with made-up scans, for tests of the desk's pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.api import Role, User
from dossiers import api as dossiers
from importers import api as importers
from importers.models import Batch
from importers.sample import papers
from importers.sample.archive_delivery import Delivery, ParcelFacts, write_delivery
from tests.dossiers.people import person
from tests.importers.entrance import UNIT, Entrance, opened
from tests.land_records.fabric_ground import ground, squares

PASSWORD = "một mật khẩu chỉ để thử 26"
DOSSIERS = "/ban-lam-viec/ho-so/"


@dataclass(frozen=True)
class Office:
    """People before ten parcels on sheet 1, an application with papers, and a staged archive delivery."""

    door: Entrance
    people: dict[str, User]
    parcels: tuple[int, ...]
    case: dossiers.DossierSnapshot
    delivery: Delivery
    batch_id: int

    @property
    def case_url(self) -> str:
        return f"{DOSSIERS}{self.case.code}/"

    @property
    def batch_url(self) -> str:
        return f"{DOSSIERS}luu-tru/{self.batch_id}/"

    def client(self, who: str) -> Client:
        client = Client()
        client.force_login(self.people[who])
        return client

    def scan_url(self) -> str:
        """The address of the application's first scan."""
        return f"{self.case_url}giay/{dossiers.documents_of(self.case.id)[0].id}/"


def a_paper() -> papers.Paper:
    return papers.make_paper(
        1, unit_code=UNIT, unit_name="Phường Phan Thiết", sheet="1", number=2, area="400,0", land_use="ODT", seed=3
    )


def certificate_pdf(path: Path) -> Path:
    pages = papers.certificate_pages(a_paper(), code="qr") + papers.contract_pages(a_paper(), 3)
    return papers.write_bytes(path, papers.as_pdf(pages))


def offices(template: str, blocker: Any, folder: Path) -> Iterator[Office]:
    for door in opened(template, blocker):
        cache.clear()
        land = ground()
        parcels = land.register(squares(10)).parcel_ids
        people = {
            "clerk": door.clerk,
            "officer": door.officer,
            "approver": land.approver,
            "keeper": person(Role.ARCHIVIST, login="luutru"),
            "auditor": person(Role.AUDITOR, login="kiemtra"),
            "viewer": person(Role.VIEWER, login="xem"),
            "elsewhere": person(Role.OFFICER, "22918@2025-07-01", login="muine"),
        }
        for user in people.values():
            user.set_password(PASSWORD)
            user.save()
        yield Office(door, people, parcels, *_papers(door, people, parcels, folder))
        cache.clear()


def _papers(door: Entrance, people: dict[str, User], parcels: tuple[int, ...], folder: Path) -> Any:
    clerk = people["clerk"]
    scan = dossiers.take_scan(actor=clerk, source=certificate_pdf(folder / "gcn.pdf"), name="gcn.pdf")
    case = dossiers.receive_dossier(
        actor=clerk,
        kind="application",
        unit_id=door.unit_id,
        title="Tách thửa đất số 2, tờ 1",
        one_stop_code="H36.12-261102-0012",
        documents=[
            dossiers.DocumentDraft("certificate", number="AA 900001", pages=4, file_id=scan.id, file_name="gcn.pdf"),
            dossiers.DocumentDraft("application_split"),
            dossiers.DocumentDraft("authorisation", status="missing"),
        ],
        subjects=[("parcel", parcels[1])],
    )
    place = dossiers.ShelfPlace("Kho 1", "A", "3", "12", "4")
    dossiers.shelve_dossier(actor=people["keeper"], dossier_id=case.id, place=place, reason="mới nhận")
    delivery = write_delivery(
        folder / "giao nhận",
        [ParcelFacts("1", number, "400,0", "ODT") for number in range(1, 11)],
        unit_code=UNIT,
        unit_name="Phường Phan Thiết",
    )
    batch, _ = importers.receive_archive(
        actor=people["keeper"], sheet=delivery.sheet, sheet_name=delivery.sheet.name, scans=delivery.scans,
        scans_name=delivery.scans.name, unit_id=door.unit_id,
    )  # fmt: skip
    importers.run_batch_here(batch.pk)
    assert Batch.objects.get(pk=batch.pk).status == "staged"
    return case, delivery, batch.pk


@pytest.fixture(scope="module")
def office(
    django_db_setup: None, template_database: str, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[Office]:
    yield from offices(template_database, django_db_blocker, tmp_path_factory.mktemp("office"))
