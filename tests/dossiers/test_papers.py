"""Components, scans, links, shelves: what is said stays said, in both directions."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.api import NotAllowed, Role
from dossiers import api as dossiers
from dossiers.models import DossierLink
from importers.sample import papers
from reference import api as reference
from tests.dossiers.people import PHAN_THIET, person

pytestmark = pytest.mark.django_db
ELSEWHERE = "22918@2025-07-01"


@pytest.fixture
def scan(tmp_path) -> Path:
    page = papers.make_paper(
        1, unit_code="22945", unit_name="Phan Thiết", sheet="1", number=2, area="80,0", land_use="ODT", seed=2
    )
    return papers.write_bytes(tmp_path / "giấy.pdf", papers.as_pdf(papers.certificate_pages(page)))


def open_case(actor, *, kind="application", title="Tách thửa 208", unit=PHAN_THIET, **more) -> dossiers.DossierSnapshot:
    unit_id = reference.resolve_unit(unit).id
    return dossiers.open_dossier(actor=actor, kind=kind, unit_id=unit_id, title=title, **more)


def draft(**more) -> dossiers.DocumentDraft:
    return dossiers.DocumentDraft(**{"type_code": "certificate", **more})


def test_components_are_numbered_and_their_scans_are_checked(scan, tmp_path):
    clerk = person(Role.CLERK)
    case = open_case(clerk)
    stored = dossiers.take_scan(actor=clerk, source=scan, name="Giấy chứng nhận.pdf")
    asked = (
        draft(number="AA 123456", file_id=stored.id, file_name="../Giấy chứng nhận.pdf"),
        draft(type_code="contract", status="missing"),
    )
    first, second = dossiers.add_documents(actor=clerk, dossier_id=case.id, documents=asked)
    assert (first.position, first.file.name, first.file.media_kind) == (1, "Giấy chứng nhận.pdf", "pdf")
    assert (second.position, second.status, second.file) == (2, "missing", None)
    assert dossiers.documents_of(case.id) == (first, second)
    assert dossiers.paper_counts([case.id]) == {case.id: (1, 2)}
    assert [one.id for one in dossiers.dossiers_with_file(stored.id)] == [case.id]
    other = papers.write_bytes(tmp_path / "b.jpg", papers.as_picture(papers.Image.new("RGB", (300, 400), "white")))
    later = dossiers.take_scan(actor=clerk, source=other, name="hợp đồng.jpg")
    with_scan = dossiers.add_scan(actor=clerk, document_id=second.id, file_id=later.id, file_name="hợp đồng.jpg")
    assert (with_scan.status, with_scan.file.sha256) == ("received", later.sha256)
    back = dossiers.mark_document(actor=clerk, document_id=first.id, status="returned", note="trả 02/11")
    assert (back.status, back.note) == ("returned", "trả 02/11")


def test_a_scan_that_is_not_what_it_claims_is_not_stored(scan):
    clerk = person(Role.CLERK)
    with pytest.raises(dossiers.ScanRefused) as caught:
        dossiers.take_scan(actor=clerk, source=scan, name="ảnh.jpg")
    assert caught.value.code == "scan_not_what_it_claims"
    with pytest.raises(NotAllowed):
        dossiers.take_scan(actor=person(Role.VIEWER), source=scan, name="giấy.pdf")


def test_what_a_component_may_not_be(scan):
    clerk = person(Role.CLERK)
    case = open_case(clerk)
    stored = dossiers.take_scan(actor=clerk, source=scan, name="a.pdf")
    tomorrow = timezone.localdate() + timedelta(days=1)

    def code_of(*drafts) -> str:
        with pytest.raises(dossiers.DocumentRefused) as caught:
            dossiers.add_documents(actor=clerk, dossier_id=case.id, documents=drafts)
        return caught.value.code

    assert code_of(draft(status="missing", file_id=stored.id)) == "missing_with_scan"
    assert code_of(draft(file_id=stored.id), draft(file_id=stored.id)) == "scan_twice"
    assert code_of(draft(issued_on=tomorrow)) == "issued_in_the_future"
    assert code_of(draft(pages=0)) == "page_count_refused"
    with pytest.raises(reference.UnknownDocumentType):
        dossiers.add_documents(actor=clerk, dossier_id=case.id, documents=[draft(type_code="sổ đỏ")])
    assert dossiers.documents_of(case.id) == ()
    [kept] = dossiers.add_documents(actor=clerk, dossier_id=case.id, documents=[draft(file_id=stored.id)])
    with pytest.raises(dossiers.DocumentRefused) as caught:
        dossiers.add_scan(actor=clerk, document_id=kept.id, file_id=stored.id, file_name="a.pdf")
    assert caught.value.code == "scan_already_set"
    with pytest.raises(dossiers.DocumentRefused):
        dossiers.mark_document(actor=clerk, document_id=kept.id, status="missing")
    with pytest.raises(NotAllowed):
        dossiers.add_documents(actor=person(Role.CLERK, ELSEWHERE), dossier_id=case.id, documents=[draft()])


def test_links_are_read_from_both_ends_and_ended_not_deleted():
    clerk = person(Role.CLERK)
    case = open_case(clerk)
    subjects = [("parcel", 17), ("certificate", 5)]
    made = dossiers.link_dossier(actor=clerk, dossier_id=case.id, subjects=subjects)
    assert dossiers.link_dossier(actor=clerk, dossier_id=case.id, subjects=subjects) == made
    assert [(link.subject_kind, link.subject_id) for link in dossiers.links_of(case.id)] == subjects
    about = dossiers.dossiers_about("parcel", [17, 18])
    assert [one.id for one in about[17]] == [case.id]
    assert about[18] == ()
    with pytest.raises(dossiers.LinkRefused):
        dossiers.end_link(actor=clerk, link_id=made[0].id, reason=" ")
    ended = dossiers.end_link(actor=clerk, link_id=made[0].id, reason="nhầm số tờ")
    assert ended.ended_at is not None
    assert dossiers.dossiers_about("parcel", [17])[17] == ()
    assert len(dossiers.links_of(case.id)) == 1
    assert len(dossiers.links_of(case.id, ended=True)) == 2
    with pytest.raises(dossiers.LinkRefused):
        dossiers.end_link(actor=clerk, link_id=made[0].id, reason="lần nữa")
    [again] = dossiers.link_dossier(actor=clerk, dossier_id=case.id, subjects=[("parcel", 17)])
    assert again.id != made[0].id
    with pytest.raises(dossiers.LinkRefused):
        dossiers.link_dossier(actor=clerk, dossier_id=case.id, subjects=[("cow", 1)])
    with pytest.raises(NotAllowed):
        dossiers.link_dossier(actor=person(Role.CLERK, ELSEWHERE), dossier_id=case.id, subjects=[("parcel", 1)])


def test_a_clerk_may_not_link_the_archive():
    case = open_case(person(Role.ARCHIVIST), kind="archive")
    with pytest.raises(NotAllowed):
        dossiers.link_dossier(actor=person(Role.CLERK), dossier_id=case.id, subjects=[("parcel", 1)])


def test_moves_of_the_paper_are_kept():
    keeper = person(Role.ARCHIVIST)
    case = open_case(keeper, kind="archive")
    first = dossiers.ShelfPlace("Kho 1", "A", "3", "12", "4")
    second = dossiers.ShelfPlace("Kho 2", "B")
    for place in (first, first, second):
        dossiers.shelve_dossier(actor=keeper, dossier_id=case.id, place=place, reason="sắp xếp lại")
    assert [move.place for move in dossiers.shelf_moves_of(case.id)] == [second, first]
    assert dossiers.shelf_places([case.id]) == {case.id: second}
    with pytest.raises(dossiers.LinkRefused):
        dossiers.shelve_dossier(actor=keeper, dossier_id=case.id, place=dossiers.ShelfPlace(" "))
    with pytest.raises(NotAllowed):
        dossiers.shelve_dossier(actor=person(Role.OFFICER), dossier_id=case.id, place=first)


@pytest.mark.parametrize("code", ["000.00.12.H36-260723-0042", "H36.12-261102-0012", "h36-260101-0001"])
def test_one_stop_codes_name_one_dossier(code):
    clerk = person(Role.CLERK)
    case = open_case(clerk, one_stop_code=f" {code} ")
    assert dossiers.dossier(case.id).one_stop_code == code.upper()
    with pytest.raises(dossiers.OneStopCodeRefused) as caught:
        open_case(clerk, one_stop_code=code)
    assert caught.value.code == "one_stop_code_taken"
    assert case.code in caught.value.message_vi


@pytest.mark.parametrize("code", ["12", "000.00.12.X36-260723-0042", "H36-260723-0042; DROP"])
def test_other_codes_are_refused(code):
    with pytest.raises(dossiers.OneStopCodeRefused):
        open_case(person(Role.CLERK), one_stop_code=code)


def test_dossiers_are_found_by_code_title_without_accents_and_parcel():
    clerk, elsewhere = person(Role.CLERK), person(Role.CLERK, ELSEWHERE)
    case = open_case(clerk, title="Chuyển nhượng thửa đất Đặng Thị Thử")
    other = open_case(clerk, title="Tách thửa", one_stop_code="H36-260723-0042")
    foreign = open_case(elsewhere, title="Chuyển nhượng", unit=ELSEWHERE)
    dossiers.link_dossier(actor=clerk, dossier_id=case.id, subjects=[("parcel", 4711)])

    def found(actor=clerk, **asked) -> list[int]:
        return [one.id for one in dossiers.search_dossiers(actor, **asked).items]

    assert found(text="dang thi THU") == [case.id]
    assert found(text=case.code.lower()) == [case.id]
    assert found(text="260723-0042") == [other.id]
    assert found(about=[("parcel", 4711)]) == [case.id]
    assert found(text="tách thửa", about=[("parcel", 4711)]) == [other.id, case.id]
    assert foreign.id not in found(text="chuyển nhượng")
    assert found(elsewhere, text="chuyển") == [foreign.id]
    page = dossiers.search_dossiers(clerk, kind="application", page=2, page_size=1)
    assert (page.total, page.page, [one.id for one in page.items]) == (2, 2, [case.id])
    assert found(kind="archive") == []


def test_the_database_keeps_papers_links_and_moves(scan):
    keeper = person(Role.ARCHIVIST)
    case = open_case(keeper, kind="archive")
    stored = dossiers.take_scan(actor=keeper, source=scan, name="a.pdf")
    dossiers.add_documents(actor=keeper, dossier_id=case.id, documents=[draft(file_id=stored.id)])
    [link] = dossiers.link_dossier(actor=keeper, dossier_id=case.id, subjects=[("parcel", 1)])
    dossiers.shelve_dossier(actor=keeper, dossier_id=case.id, place=dossiers.ShelfPlace("Kho 1"))
    forbidden = (
        "DELETE FROM dossiers_document",
        "UPDATE dossiers_document SET file_id = NULL",
        "UPDATE dossiers_document SET position = 9",
        "DELETE FROM dossiers_dossierlink",
        "UPDATE dossiers_dossierlink SET subject_id = 2",
        "UPDATE dossiers_shelfmove SET store = 'x'",
        "DELETE FROM dossiers_shelfmove",
    )
    for statement in forbidden:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    dossiers.end_link(actor=keeper, link_id=link.id, reason="nhầm")
    with pytest.raises(DatabaseError), transaction.atomic():
        DossierLink.objects.filter(id=link.id).update(ended_reason="khác")


def test_names_and_numbers_enter_the_history_as_commitments(scan):
    clerk = person(Role.CLERK)
    case = open_case(clerk, title="CANARY TIÊU ĐỀ")
    stored = dossiers.take_scan(actor=clerk, source=scan, name="CANARY TỆP.pdf")
    asked = [draft(title="CANARY TÊN", number="CANARY SỐ", note="CANARY GHI CHÚ", issuer="CANARY NƠI CẤP",
                   file_id=stored.id, file_name="CANARY TỆP.pdf")]  # fmt: skip
    dossiers.add_documents(actor=clerk, dossier_id=case.id, documents=asked)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM history.row WHERE table_name = 'public.dossiers_document'")
        assert cursor.fetchone()[0] == 1
        cursor.execute("SELECT count(*) FROM history.row WHERE content ILIKE '%canary%'")
        assert cursor.fetchone()[0] == 0


def test_folders_of_the_archive_enter_under_one_approved_transaction(scan):
    keeper, approver = person(Role.ARCHIVIST), person(Role.APPROVER)
    case = open_case(keeper, kind="linking", title="Liên kết kho lưu trữ")
    stored = dossiers.take_scan(actor=keeper, source=scan, name="a.pdf")
    asked = dossiers.submit_transaction(actor=keeper, dossier_id=case.id, kind="import_archive", summary={"folders": 2})
    folders = [
        dossiers.ArchiveFolder(
            title=f"GCN thử {number}",
            documents=(draft(file_id=stored.id, file_name="a.pdf", pages=2), draft(type_code="contract")),
            about=(("parcel", number), ("certificate", number)),
        )
        for number in (1, 2)
    ]
    with pytest.raises(dossiers.NotPending):
        dossiers.enter_folders(actor=keeper, transaction_id=asked.id, folders=folders)
    with pytest.raises(NotAllowed), transaction.atomic():
        dossiers.approve_transaction(approver=keeper, transaction_id=asked.id)
    with transaction.atomic():
        dossiers.approve_transaction(approver=approver, transaction_id=asked.id)
        made = dossiers.enter_folders(actor=keeper, transaction_id=asked.id, folders=folders)
    assert [one.kind for one in made] == ["archive", "archive"]
    assert int(made[1].code[-4:]) == int(made[0].code[-4:]) + 1
    assert [one.id for one in dossiers.dossiers_about("certificate", [2])[2]] == [case.id, made[1].id]
    assert [one.position for one in dossiers.documents_of(made[0].id)] == [1, 2]
    assert dossiers.archive_dossiers_with_scans([stored.sha256]) == {stored.sha256: (made[0].id, made[1].id)}
    lines = dossiers.entries_of(asked.id)
    assert [(line.subject_kind, line.subject_id) for line in lines] == [
        ("parcel", 1), ("certificate", 1), ("parcel", 2), ("certificate", 2),
    ]  # fmt: skip
    assert {line.by_id for line in lines} == {approver.pk}
    assert open_case(keeper, kind="archive").code == made[1].code[:-4] + f"{int(made[1].code[-4:]) + 1:04d}"
