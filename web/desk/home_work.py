"""Acts and certificates that wait for the person who opens the desk."""

from dataclasses import dataclass
from typing import Any

from accounts import api as accounts
from land_records import api as land_records
from web.desk.access import may
from web.desk.act_list import act_rows, waiting_for
from web.desk.certificates import certificate_rows

ROWS = 10
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class ActWork:
    """Acts for the reader: to decide, own drafts, own proposals. `pending`: all that wait in the reader's units."""

    seen: bool
    to_decide: Rows
    drafts: Rows
    proposed: Rows
    pending: int


@dataclass(frozen=True, slots=True)
class CertificateWork:
    """Draft certificates: prepared ones wait for the second person, the others for an officer."""

    seen: bool
    to_issue: Rows
    to_issue_count: int
    to_prepare: Rows
    to_prepare_count: int


def act_work(user: accounts.User) -> ActWork:
    """The newest acts of each kind, and how many are pending in the reader's units."""
    drafting, deciding = may(user, "act.draft", None), may(user, "act.approve", None)
    if not (drafting or deciding):
        return ActWork(False, [], [], [], 0)
    pending = land_records.acts(actor=user, status="pending", limit=100)
    mine = waiting_for(user, pending)[:ROWS] if deciding else []
    proposed = [one for one in pending if one.drafted_by_id == user.pk][:ROWS]
    drafts = land_records.acts(actor=user, status="draft", drafted_by_id=user.pk, limit=ROWS) if drafting else ()
    rows = act_rows([*mine, *proposed, *drafts])
    to_decide, own, others = ([rows[one.id] for one in found] for found in (mine, drafts, proposed))
    return ActWork(True, to_decide, own, others, land_records.act_counts(actor=user).get("pending", 0))


def certificate_work(user: accounts.User) -> CertificateWork:
    """Drafts to issue for those who approve, drafts to prepare for those who print."""
    issuing, preparing = may(user, "act.approve", None), may(user, "certificate.print", None)
    if not (issuing or preparing):
        return CertificateWork(False, [], 0, [], 0)
    to_issue, waiting = _drafts(user, prepared=True)
    to_prepare, unprepared = _drafts(user, prepared=False) if preparing else ([], 0)
    return CertificateWork(True, to_issue, waiting, to_prepare, unprepared)


def _drafts(user: accounts.User, *, prepared: bool) -> tuple[Rows, int]:
    query = land_records.CertificateQuery(status="draft", prepared=prepared)
    page = land_records.search_certificates(actor=user, query=query, page_size=ROWS)
    return certificate_rows(page.items), page.total
