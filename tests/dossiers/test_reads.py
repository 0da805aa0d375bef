"""The read log: a purpose for every look, one line per list, nobody rewrites it, auditors read it."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.api import NotAllowed, Role
from dossiers import api as dossiers
from dossiers.models import PersonalRead
from tests.dossiers.people import pending_transaction, person

pytestmark = pytest.mark.django_db
REASON = dossiers.Purpose(reason="Công văn 12/CV-THA của Chi cục thi hành án")


def log(actor, purpose=REASON, ids=(3, 1, 2), **more):
    return dossiers.log_read(
        actor=actor, purpose=purpose, what="search_name", subject_kind="party", subject_ids=ids, **more
    )


@pytest.mark.parametrize("reason", ["", "   ", "xem", "....... .", "kiểm tr"])
def test_a_look_without_a_purpose_is_refused(reason):
    with pytest.raises(dossiers.PurposeMissing):
        log(person(Role.OFFICER), dossiers.Purpose(reason=reason))
    assert not PersonalRead.objects.exists()


def test_a_dossier_is_a_purpose_only_where_the_reader_works():
    case = pending_transaction()
    here, elsewhere = person(Role.CLERK), person(Role.CLERK, "22918@2025-07-01")
    log(here, dossiers.Purpose(dossier_id=case.dossier_id))
    with pytest.raises(NotAllowed):
        log(elsewhere, dossiers.Purpose(dossier_id=case.dossier_id))
    with pytest.raises(dossiers.UnknownDossier):
        log(here, dossiers.Purpose(dossier_id=0))


def test_a_list_is_one_line_and_auditors_find_it_by_each_id_and_by_the_reader():
    officer, auditor = person(Role.OFFICER), person(Role.AUDITOR)
    log(officer, query="nguyen van an")
    log(officer, ids=[9])
    about = dossiers.reads_about(auditor=auditor, subject_kind="party", subject_ids=[2])
    assert [(line.read_by_id, line.what, line.query, line.shown) for line in about.items] == [
        (officer.pk, "search_name", "nguyen van an", 3)
    ]
    assert about.items[0].reason == REASON.reason
    assert dossiers.reads_about(auditor=auditor, subject_kind="parcel", subject_ids=[2]).total == 0
    assert dossiers.reads_by(auditor=auditor, reader_id=officer.pk).total == 2


@pytest.mark.parametrize("role", [Role.CLERK, Role.OFFICER, Role.APPROVER, Role.ADMIN])
def test_only_auditors_read_the_log(role):
    with pytest.raises(NotAllowed):
        dossiers.reads_about(auditor=person(role), subject_kind="party", subject_ids=[1])
    with pytest.raises(NotAllowed):
        dossiers.reads_by(auditor=person(role), reader_id=1)


@pytest.mark.parametrize("change", ["UPDATE dossiers_personalread SET what = 'x'", "DELETE FROM dossiers_personalread"])
def test_nobody_rewrites_it(change):
    log(person(Role.OFFICER))
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_its_words_enter_the_history_as_commitments():
    log(person(Role.OFFICER), query="nguyễn văn chim hoàng yến")
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM history.row WHERE table_name = 'public.dossiers_personalread'")
        (content,) = cursor.fetchone()
    assert "chim hoàng yến" not in content and "Công văn" not in content and '"query":"sha256:' in content
