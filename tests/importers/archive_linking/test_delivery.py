"""An archive delivery from the folder to linked dossiers: balanced, approved by a second person, idempotent."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from accounts.api import NotAllowed, Role
from dossiers import api as dossiers
from importers import api as importers
from importers.archive_linking.models import StagedCertificate, StagedScan
from importers.models import Batch
from land_records import api as land_records
from tests.dossiers.people import person
from tests.importers.archive_linking.conftest import only


def positive(counts: dict[str, int]) -> dict[str, int]:
    return {key: value for key, value in counts.items() if value}


def settle_twins(archive, batch: Batch) -> None:
    """Both pages of the parcel with two certificates go to the first of them."""
    for scan in importers.scans_of(user=archive.keeper, batch_id=batch.pk, outcome="ambiguous").items:
        chosen = min(scan.candidates, key=lambda one: one.id)
        importers.settle_scan(actor=archive.keeper, batch_id=batch.pk, scan_id=scan.id, certificate_id=chosen.id)


def zip_of(folder: Path, target: Path) -> Path:
    return Path(shutil.make_archive(str(target), "zip", folder))


def test_a_folder_is_matched_and_balances(archive, delivery):
    batch = archive.staged(delivery)
    assert batch.status == "staged", batch.refusal
    assert batch.receipt["balanced"]
    for what in ("files", "rows", "certificates"):
        assert positive(batch.receipt[what]) == delivery.truth[what]
    reasons = Counter(StagedScan.objects.filter(batch=batch).values_list("outcome", "reason"))
    assert reasons["matched", "code"] == 4
    assert reasons["ambiguous", "several_certificates"] == 2
    assert reasons["refused", "scan_damaged"] == reasons["refused", "scan_not_what_it_claims"] == 1
    opened = dossiers.dossier(batch.dossier_id)
    assert (opened.kind, opened.unit_id) == ("linking", archive.door.unit_id)


def test_approval_makes_linked_dossiers_and_the_same_again_changes_nothing(archive, delivery, tmp_path):
    batch = archive.staged(delivery)
    with pytest.raises(importers.OpenFindings):
        importers.submit(actor=archive.keeper, batch_id=batch.pk)
    settle_twins(archive, batch)
    batch = archive.approved(Batch.objects.get(pk=batch.pk))
    assert batch.status == "approved", batch.refusal
    certificates = delivery.truth["certificates"]["matched"] + 1
    assert batch.receipt["dossiers"] == {"made": certificates, "extended": 0}
    assert batch.receipt["balanced"]
    about = dossiers.dossiers_about("parcel", [archive.parcels[2], archive.parcels[3], archive.parcels[5]])
    [linked] = [one for one in about[archive.parcels[2]] if one.kind == "archive"]
    papers = dossiers.documents_of(linked.id)
    assert [(paper.form, paper.pages, paper.type_code) for paper in papers] == [("copy", 1, "archive_folder")] * 2
    assert dossiers.shelf_places([linked.id])[linked.id] == dossiers.ShelfPlace("Kho 1", "A", "1", "1", "2")
    paper = land_records.certificate_by_serial(delivery.papers[1].serial)
    assert (paper.from_archive, paper.status, paper.issued_on) == (True, "valid", delivery.papers[1].issued_on)
    assert [(link.subject_kind, link.subject_id) for link in dossiers.links_of(linked.id)] == [
        ("parcel", archive.parcels[2]), ("certificate", paper.id),
    ]  # fmt: skip
    assert linked in dossiers.dossiers_about("certificate", [paper.id])[paper.id]
    assert batch.receipt["register"] == {"certificates": len(delivery.papers), "refused": 0}
    assert not [one for one in about[archive.parcels[5]] if one.kind == "archive"], "a certificate without a scan"
    assert set(StagedCertificate.objects.filter(batch=batch).values_list("holder", flat=True)) == {""}
    assert not (archive.door.home / "work" / str(batch.pk)).exists()
    count = Counter(one.kind for one in dossiers.dossiers(archive.keeper, limit=500))

    again, known = archive.receive(delivery)
    assert (again.pk, known) == (batch.pk, True)
    zipped = archive.staged(delivery, scans=zip_of(delivery.scans, tmp_path / "quét"))
    assert positive(zipped.receipt["files"]) == {"in": 14, "already": 10, "orphan": 1, "duplicate": 1, "refused": 2}
    assert zipped.receipt["balanced"]
    assert archive.approved(zipped).receipt["dossiers"] == {"made": 0, "extended": 0}
    after = Counter(one.kind for one in dossiers.dossiers(archive.keeper, limit=500))
    assert after["archive"] == count["archive"] == certificates
    assert dossiers.verify_history().broken == ()


def test_later_scans_join_the_dossier_there_is(archive, delivery, tmp_path):
    batch = archive.staged(delivery)
    importers.leave_open_ones(actor=archive.keeper, batch_id=batch.pk)
    archive.approved(Batch.objects.get(pk=batch.pk))
    more = tmp_path / "thêm"
    more.mkdir()
    serial = delivery.papers[0].serial
    shutil.copy(delivery.scans / f"{serial}.pdf", more / f"{serial}.pdf")
    shutil.copy(delivery.scans / "không rõ nguồn gốc.pdf", more / f"{serial}_2.pdf")
    second = archive.staged(only(delivery, more))
    assert positive(second.receipt["files"]) == {"in": 2, "already": 1, "matched": 1}
    assert archive.approved(second).receipt["dossiers"] == {"made": 0, "extended": 1}
    parcel = archive.parcels[1]
    [linked] = [one for one in dossiers.dossiers_about("parcel", [parcel])[parcel] if one.kind == "archive"]
    assert len(dossiers.documents_of(linked.id)) == 2


def test_what_is_left_aside_stays_in_the_report(archive, delivery):
    batch = archive.staged(delivery)
    assert importers.leave_open_ones(actor=archive.keeper, batch_id=batch.pk) == 2
    batch.refresh_from_db()
    assert (batch.receipt["files"]["left"], batch.receipt["files"]["ambiguous"]) == (2, 0)
    assert batch.receipt["balanced"]


def test_an_orphan_is_given_a_certificate_by_hand_and_taken_away_again(archive, delivery):
    batch = archive.staged(delivery)
    [orphan] = importers.scans_of(user=archive.keeper, batch_id=batch.pk, outcome="orphan").items
    free = importers.certificates_of(user=archive.keeper, batch_id=batch.pk, outcome="no_scan").items[0]
    chosen = {"actor": archive.keeper, "batch_id": batch.pk, "scan_id": orphan.id}
    importers.settle_scan(**chosen, certificate_id=free.id)
    assert StagedCertificate.objects.get(pk=free.id).outcome == "matched"
    importers.settle_scan(**chosen, certificate_id=None)
    assert StagedCertificate.objects.get(pk=free.id).outcome == "no_scan"
    batch.refresh_from_db()
    assert (batch.receipt["files"]["left"], batch.receipt["balanced"]) == (1, True)
    with pytest.raises(importers.BatchNotFound):
        importers.settle_scan(**chosen, certificate_id=10**9)


def test_four_eyes_and_rights(archive, delivery):
    with pytest.raises(NotAllowed):
        archive.receive(delivery, actor=archive.door.clerk)
    batch = archive.staged(delivery)
    importers.leave_open_ones(actor=archive.keeper, batch_id=batch.pk)
    importers.submit(actor=archive.keeper, batch_id=batch.pk)
    for who in (archive.keeper, archive.door.officer):
        with pytest.raises(NotAllowed):
            importers.approve(approver=who, batch_id=batch.pk)
    with pytest.raises(importers.BatchNotFound):
        importers.scans_of(user=person(Role.ARCHIVIST, "22918@2025-07-01"), batch_id=batch.pk)
    importers.reject(approver=archive.approver, batch_id=batch.pk, reason="thiếu bản quét")
    assert Batch.objects.get(pk=batch.pk).status == "staged"
    importers.cancel(actor=archive.keeper, batch_id=batch.pk)
    assert not StagedScan.objects.filter(batch=batch).exists()


def test_a_dead_worker_loses_nothing(archive, delivery):
    """The folder of a batch vanished with its machine after the scans were opened: the steps are done again."""
    batch, _ = archive.receive(delivery)
    importers.run_batch_here(batch.pk)
    Batch.objects.filter(pk=batch.pk).update(status="queued", finished_steps=["read", "examine"])
    shutil.rmtree(archive.door.home / "work" / str(batch.pk))
    importers.run_batch_here(batch.pk)
    batch.refresh_from_db()
    assert batch.status == "staged"
    assert positive(batch.receipt["files"]) == delivery.truth["files"]
    assert StagedScan.objects.filter(batch=batch).count() == delivery.truth["files"]["in"]


@pytest.mark.parametrize(("name", "content", "code"), [
    ("a.zip", b"PK\x03\x04" + b"\0" * 40, "unsafe_archive"),
    ("a.zip", b"no zip at all", "scans_not_a_zip"),
])  # fmt: skip
def test_bad_archives_are_refused(archive, delivery, tmp_path, name, content, code):
    path = tmp_path / name
    path.write_bytes(content)
    try:
        refused = archive.staged(delivery, scans=path).refusal["code"]
    except importers.ImportRefused as refusal:
        refused = refusal.code
    assert refused == code


def test_no_name_of_a_person_leaves_the_staging(archive, delivery):
    """Neither the ledger, nor the transaction, nor the dossiers' titles name a holder."""
    batch = archive.staged(delivery)
    importers.leave_open_ones(actor=archive.keeper, batch_id=batch.pk)
    batch = archive.approved(Batch.objects.get(pk=batch.pk))
    said = [str(batch.receipt), str(batch.options)]
    for transaction in dossiers.transactions_of(batch.dossier_id):
        said += [str(transaction.summary), str(dossiers.entries_of(transaction.id))]
    said += [one.title for one in dossiers.dossiers(archive.keeper, limit=500)]
    names = {holder.name for paper in delivery.papers for holder in paper.holders}
    numbers = {holder.identity_number for paper in delivery.papers for holder in paper.holders}
    assert not [text for text in said for secret in names | numbers if secret in text]


def test_a_certificate_the_register_refuses_still_gets_its_dossier(archive, delivery):
    """Its serial was entered meanwhile with the book number of another paper: named in the list, the scans are kept."""
    batch = archive.staged(delivery)
    importers.leave_open_ones(actor=archive.keeper, batch_id=batch.pk)
    first = StagedCertificate.objects.filter(batch=batch, outcome="matched").order_by("id")[0]
    second = StagedCertificate.objects.filter(batch=batch, outcome="matched").order_by("id")[1]
    StagedCertificate.objects.filter(pk=second.pk).update(book_number=first.book_number)
    batch = archive.approved(Batch.objects.get(pk=batch.pk))
    assert batch.receipt["register"]["refused"] == 1
    second.refresh_from_db()
    assert (second.certificate_id, second.reason) == (None, "REGISTER-BOOK-NUMBER-TAKEN")
    assert [link.subject_kind for link in dossiers.links_of(second.dossier_id)] == ["parcel"]
