"""Pages of certificates: the search, one certificate, the drafts that wait, preparing, issuing, obligations."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts import api as accounts
from dossiers import api as dossiers
from gis_core.errors import DomainError
from land_records import api as land_records
from reference import api as reference
from web import errors
from web.desk import certificate_words as words
from web.desk.access import desk_page, may, signed_in, units_for
from web.desk.certificate_forms import ObligationForm, PrepareForm, SettleForm
from web.desk.party_forms import SearchForm
from web.desk.party_purpose import stated_purpose
from web.desk.party_words import SEARCHES

READING = ("right.read",)
PAGE_SIZE = 25
MOST_HOLDERS = 20
"""Parties one search by holder may mean; a longer name says which."""


@require_GET
@desk_page(*READING)
def certificate_list(request: HttpRequest) -> HttpResponse:
    """Certificates the user may read; filters and page in the address. No names: holders are found through parties."""
    return _list_page(request)


def _list_page(request: HttpRequest, *, refusal: DomainError | None = None, status: int = 200) -> HttpResponse:
    asked = request.GET
    state = asked.get("tinh-trang", "") if asked.get("tinh-trang", "") in words.STATUSES else ""
    text, parcel = asked.get("tim", "").strip(), asked.get("thua", "").strip()
    unit_id = whole(asked.get("don-vi"))
    parcel_id, unknown = _parcel(parcel)
    refusal = refusal or unknown
    holders = _holders(request)
    query = land_records.CertificateQuery(
        text=text, status=state, unit_id=unit_id, parcel_id=parcel_id,
        right_ids=() if refusal else _rights_of(holders),
    )  # fmt: skip
    page = land_records.search_certificates(
        actor=signed_in(request), query=query, page=whole(asked.get("trang")) or 1, page_size=PAGE_SIZE
    )
    context = {
        "rows": certificate_rows(page.items), "page": page, "text": text, "parcel": parcel, "status": state,
        "unit": unit_id, "holders": holders, "searches": SEARCHES, "named": stated_purpose(request) is not None,
        "may_name": may(request.user, "party.read", None),
        "units": units_for(request.user, "right.read"), "statuses": words.STATUSES, "refusal": refusal,
        **pager(request, page), **tabs(request, "list"),
    }  # fmt: skip
    return render(request, "desk/certificates/list.html", context, status=status)


@require_GET
@desk_page(*READING)
def drafts(request: HttpRequest) -> HttpResponse:
    """Drafts: those to be prepared, and those that wait for the second person."""
    query = land_records.CertificateQuery(status="draft")
    page = land_records.search_certificates(
        actor=signed_in(request), query=query, page=whole(request.GET.get("trang")) or 1, page_size=PAGE_SIZE
    )
    rows = certificate_rows(page.items)
    proposed = land_records.open_issues([row["paper"].id for row in rows])
    for row in rows:
        row["proposed"] = row["paper"].id in proposed
    context = {"rows": rows, "page": page, **pager(request, page), **tabs(request, "drafts")}
    return render(request, "desk/certificates/drafts.html", context)


@require_GET
@desk_page(*READING)
def certificate(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """One certificate; names stand behind the closed box."""
    return certificate_page(request, certificate_id)


@require_POST
@desk_page("certificate.print")
def prepare(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Fill in a draft and propose its issue."""
    form = PrepareForm(request.POST)
    if not form.is_valid():
        return certificate_page(request, certificate_id, prepare_form=form, status=400)
    return _done(
        request, certificate_id, prepare_form=form,
        act=lambda: land_records.prepare_certificate(
            actor=signed_in(request), certificate_id=certificate_id, **form.cleaned_data
        ),
    )  # fmt: skip


@require_POST
@desk_page("act.approve")
def issue(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Issue a prepared draft, or send it back with a reason."""
    approver = signed_in(request)
    if request.POST.get("tra-lai"):
        return _done(request, certificate_id, act=lambda: land_records.send_back_certificate(
            approver=approver, certificate_id=certificate_id, reason=request.POST.get("reason", "")))  # fmt: skip
    return _done(request, certificate_id, act=lambda: land_records.issue_certificate(
        approver=approver, certificate_id=certificate_id, serial=request.POST.get("serial", "")))  # fmt: skip


@require_POST
@desk_page("certificate.print")
def national_code(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Enter the Mã GCN."""
    return _done(request, certificate_id, act=lambda: land_records.enter_national_code(
        actor=signed_in(request), certificate_id=certificate_id, code=request.POST.get("code", "")))  # fmt: skip


@require_POST
@desk_page("act.draft")
def obligation(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Enter an obligation of the certificate's dossier, or settle one."""
    officer = signed_in(request)
    if request.POST.get("obligation"):
        settle = SettleForm(request.POST)
        if not settle.is_valid():
            return certificate_page(request, certificate_id, settle_form=settle, status=400)
        told = settle.cleaned_data
        return _done(request, certificate_id, act=lambda: land_records.settle_obligation(
            actor=officer, obligation_id=told["obligation"], status=told["status"], settled_on=told["settled_on"],
            legal_basis=told["legal_basis"]))  # fmt: skip
    form = ObligationForm(request.POST)
    if not form.is_valid():
        return certificate_page(request, certificate_id, obligation_form=form, status=400)
    dossier_id = dossiers.transaction(land_records.certificate(certificate_id).transaction_id).dossier_id
    return _done(request, certificate_id, obligation_form=form, act=lambda: land_records.record_obligation(
        actor=officer, dossier_id=dossier_id, **form.cleaned_data))  # fmt: skip


def certificate_page(request: HttpRequest, certificate_id: int, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page with whatever a form brought back."""
    paper = land_records.certificate(certificate_id)
    accounts.require(signed_in(request), "right.read", paper.unit_id)
    dossier = dossiers.dossier(dossiers.transaction(paper.transaction_id).dossier_id)
    rights = land_records.rights_by_id(paper.right_ids)
    parcels = list(land_records.every_parcel(land_records.parcels_proved(paper.id)).values())
    limits: dict[int, list[land_records.RestrictionSnapshot]] = {right_id: [] for right_id in rights}
    for one in land_records.restrictions_on(right_ids=rights.keys()):
        if one.right_id in limits:
            limits[one.right_id].append(one)
    proposed = paper.id in land_records.open_issues([paper.id])
    context = {
        "paper": paper,
        "serial": land_records.printed_serial(paper.serial),
        "state": words.STATUSES[paper.status],
        "form_name": words.FORMS[paper.form],
        "unit": reference.unit_by_id(paper.unit_id),
        "dossier": dossier,
        "dossiers_about": dossiers.dossiers_about("certificate", [paper.id]).get(paper.id, ()),
        "parcels": parcels,
        "rights": [
            {"right": right, "kind": words.RIGHTS[right.kind], "holding": words.HOLDING[right.form],
             "restrictions": limits[right.id]}
            for right in rights.values()
        ],
        "states": [
            {"state": one, "words": words.STATUSES[one.status]} for one in land_records.certificate_states(paper.id)
        ],
        "chain": [
            {"link": link, "serial": land_records.printed_serial(link.serial), "words": words.STATUSES[link.status]}
            for link in land_records.certificate_chain(paper.id)
        ],
        "obligations": [
            {"one": one, "words": words.OBLIGATIONS[one.status], "name": land_records.OBLIGATION_KINDS[one.kind]}
            for one in land_records.obligations_of([dossier.id])
        ],
        "proposed": proposed,
        "verdicts": land_records.issue_verdicts(certificate_id=paper.id) if paper.status == "draft" else (),
        "may_prepare": paper.status == "draft" and may(request.user, "certificate.print", paper.unit_id),
        "may_issue": paper.status == "draft" and proposed and may(request.user, "act.approve", paper.unit_id),
        "may_print": may(request.user, "certificate.print", paper.unit_id),
        "may_owe": may(request.user, "act.draft", dossier.unit_id),
        "prepare_form": PrepareForm(initial=_initial(request, paper)),
        "obligation_form": ObligationForm(),
        "settle_form": SettleForm(),
        "printers": land_records.printers(),
        **tabs(request, "drafts" if paper.status == "draft" else "list"),
        **more,
    }  # fmt: skip
    return render(request, "desk/certificates/certificate.html", context, status=status)


def _initial(request: HttpRequest, paper: land_records.CertificateSnapshot) -> dict[str, Any]:
    free: tuple[str, ...] = ()
    if paper.status == "draft" and may(request.user, "certificate.print", paper.unit_id):
        free = land_records.free_blanks(actor=signed_in(request), count=1)
    return {
        "issued_on": paper.issued_on, "issuer": paper.issuer, "signer": paper.signer,
        "decision_no": paper.decision_no, "decision_date": paper.decision_date, "register_no": paper.register_no,
        "serial": land_records.printed_serial(paper.serial or (free[0] if free else "")),
    }  # fmt: skip


def _done(request: HttpRequest, certificate_id: int, *, act: Any, **forms: Any) -> HttpResponse:
    """Carry out an act; a refusal comes back on the page with what was typed."""
    try:
        act()
    except DomainError as refusal:
        return certificate_page(request, certificate_id, refusal=refusal, status=errors.status_of(refusal), **forms)
    return redirect(reverse("web:desk-certificate", args=[certificate_id]))


def certificate_rows(papers: Any) -> list[dict[str, Any]]:
    """What a list tells of each certificate, without names: three queries for any number."""
    units = reference.units_by_ids({paper.unit_id for paper in papers})
    parcels = land_records.parcel_names([parcel for paper in papers for parcel in paper.parcel_ids[:1]])
    return [
        {
            "paper": paper,
            "serial": land_records.printed_serial(paper.serial),
            "unit": units.get(paper.unit_id),
            "state": words.STATUSES[paper.status],
            "parcel": parcels.get(paper.parcel_ids[0]) if paper.parcel_ids else None,
            "more": max(0, len(paper.parcel_ids) - 1),
        }
        for paper in papers
    ]


def _parcel(text: str) -> tuple[int | None, DomainError | None]:
    """The parcel a reference names; a refusal is shown above the list."""
    if not text:
        return None, None
    try:
        return land_records.find_parcel(text).parcel_id, None
    except DomainError as refusal:
        return None, refusal


def _holders(request: HttpRequest) -> list[int]:
    """`?nguoi=17,23`: parties, as the search by holder and the party page give them; no name stands in an address."""
    given = (whole(one) for one in request.GET.get("nguoi", "").split(",")[:MOST_HOLDERS])
    return [one for one in given if one is not None]


def _rights_of(party_ids: list[int]) -> tuple[int, ...] | None:
    if not party_ids:
        return None
    families = land_records.family_of(party_ids)
    members = {member for family in families.values() for member in family} | set(party_ids)
    return tuple(right.id for right in land_records.rights_of_parties(members, ended_too=True))


@require_POST
@desk_page("party.read")
def by_holder(request: HttpRequest) -> HttpResponse:
    """Find the holders a name, a number or an address means, for the stated purpose; then the list of their papers."""
    back = reverse("web:desk-certificates")
    stated, form = stated_purpose(request), SearchForm(request.POST)
    if stated is None:
        return redirect(f"{reverse('web:desk-parties')}#purpose")
    if not form.is_valid():
        return redirect(back)
    try:
        answer = land_records.search_parties(
            actor=signed_in(request), purpose=stated.purpose, text=form.cleaned_data["text"],
            by=form.cleaned_data["by"] or "auto", limit=MOST_HOLDERS,
        )  # fmt: skip
    except DomainError as refusal:
        return _list_page(request, refusal=refusal, status=errors.status_of(refusal))
    found = [str(hit.id) for hit in answer.hits if hit.here]
    return redirect(f"{back}?nguoi={','.join(found) or '0'}")


def pager(request: HttpRequest, page: Any) -> dict[str, Any]:
    """Addresses of the pages before and after, filters kept."""

    def address(number: int) -> str:
        asked = request.GET.copy()
        asked["trang"] = str(number)
        return f"?{asked.urlencode()}"

    first = (page.page - 1) * page.page_size + 1
    last = min(page.page * page.page_size, page.total)
    return {
        "first": first, "last": last, "earlier": address(page.page - 1) if page.page > 1 else "",
        "later": address(page.page + 1) if last < page.total else "",
    }  # fmt: skip


def tabs(request: HttpRequest, tab: str) -> dict[str, Any]:
    """Which tabs the user sees, and which one is open."""
    keeps = any(may(request.user, act, None) for act in ("blanks.keep", "books.read"))
    return {"rail": "certificates", "tab": tab, "sees_blanks": keeps,
            "sees_printers": may(request.user, "certificate.print", None)}  # fmt: skip


def whole(text: str | None) -> int | None:
    """A whole number of an address, None for anything else."""
    return int(text) if text and text.isdigit() and len(text) <= 18 else None
