"""Pages of dossiers: the list, one dossier, receiving one, and what is done to one."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import api as accounts
from dossiers import api as dossiers
from gis_core.errors import DomainError
from reference import api as reference
from web import errors
from web.desk import dossier_page
from web.desk.access import desk_page, signed_in, units_for
from web.desk.dossier_forms import CHECKLISTS, ROWS, DossierForm, PaperForm, ShelfForm, keep_scan, kept_scan
from web.desk.dossier_words import KINDS, STATUSES
from web.desk.parcel_words import parcels_named, subjects_of
from web.desk.uploads import on_disk

READING = ("dossier.read",)


@require_GET
@desk_page(*READING)
def dossier_list(request: HttpRequest) -> HttpResponse:
    """Dossiers the user may read; filters and page in the address."""
    asked = request.GET
    text, kind, status = asked.get("tim", "").strip(), asked.get("loai", ""), asked.get("tinh-trang", "")
    found = dossiers.search_dossiers(
        signed_in(request),
        text=text,
        kind=kind if kind in KINDS else "",
        status=status if status in STATUSES else "",
        unit_id=whole(asked.get("don-vi"), 0) or None,
        about=subjects_of(text),
        page=whole(asked.get("trang"), 1),
    )
    ids = [one.id for one in found.items]
    counts, places = dossiers.paper_counts(ids), dossiers.shelf_places(ids)
    units = reference.units_by_ids({one.unit_id for one in found.items})
    rows = [
        {
            "dossier": one,
            "unit": units.get(one.unit_id),
            "kind": KINDS[one.kind],
            "papers": counts.get(one.id),
            "place": places.get(one.id),
        }
        for one in found.items
    ]
    values = {
        "rail": "dossiers",
        "rows": rows,
        "page": found,
        "text": text,
        "kind": kind,
        "status": status,
        "unit": whole(asked.get("don-vi"), 0),
        "units": units_for(request.user, "dossier.read"),
        "kinds": KINDS,
        "statuses": {code: words for code, (_tone, words) in STATUSES.items()},
        "may_open": accounts.may(request.user, "dossier.open"),
        "may_link": any(accounts.may(request.user, act) for act in ("archive.link", "act.approve", "audit.read")),
        **pages_around(request, found),
    }
    return render(request, "desk/dossiers.html", values)


def pages_around(request: HttpRequest, page: Any) -> dict[str, Any]:
    """Addresses of the page before and the page after, with the filters kept; first and last row shown."""
    query = request.GET.copy()

    def address(number: int) -> str:
        query["trang"] = str(number)
        return f"?{query.urlencode()}"

    first = (page.page - 1) * page.page_size
    return {
        "earlier": address(page.page - 1) if page.page > 1 else "",
        "later": address(page.page + 1) if first + len(page.items) < page.total else "",
        "first": first + 1,
        "last": first + len(page.items),
    }


@require_http_methods(["GET", "POST"])
@desk_page("dossier.open")
def receive(request: HttpRequest) -> HttpResponse:
    """A new dossier with its components; what was typed and the scans that were good survive a refusal."""
    units = units_for(request.user, "dossier.open")
    if request.method == "GET":
        wanted = CHECKLISTS.get(request.GET.get("thu-tuc", ""), ())
        papers = [
            PaperForm(prefix=f"p{row}", initial={"type_code": wanted[row]} if row < len(wanted) else {})
            for row in range(ROWS)
        ]
        form = DossierForm(units=units, initial={"kind": request.GET.get("loai", "application")})
        return _receive_page(request, form, papers)
    form = DossierForm(request.POST, units=units)
    papers = [PaperForm(request.POST, request.FILES, prefix=f"p{row}") for row in range(ROWS)]
    valid = all([form.is_valid(), *(paper.is_valid() for paper in papers)])
    drafts, refusal = _taken(request, [paper for paper in papers if paper.is_valid() and paper.says_something()])
    if not valid or refusal is not None:
        return _receive_page(request, form, papers, refusal=refusal)
    facts = form.cleaned_data
    unit_id = int(facts["unit"])
    try:
        opened = dossiers.receive_dossier(
            actor=signed_in(request),
            kind=facts["kind"],
            unit_id=unit_id,
            title=facts["title"],
            one_stop_code=facts["one_stop_code"],
            documents=drafts,
            subjects=[("parcel", parcel_id) for parcel_id in parcels_named(facts["parcels"], unit_id)],
        )
    except DomainError as refused:
        return _receive_page(request, form, papers, refusal=refused)
    return redirect("web:desk-dossier", opened.code)


def _taken(
    request: HttpRequest, papers: Iterable[PaperForm]
) -> tuple[list[dossiers.DocumentDraft], DomainError | None]:
    """Components with their scans stored; a bad scan is named in its row, the good ones are kept for the next try."""
    drafts, first = [], None
    for paper in papers:
        try:
            scan, name = scan_of(request, paper)
        except DomainError as refusal:
            first = first or refusal
            english = request.path.startswith("/en/")
            paper.add_error("scan", refusal.message_en if english else refusal.message_vi)
            continue
        drafts.append(paper.draft(scan, name))
    return drafts, first


def scan_of(request: HttpRequest, paper: PaperForm) -> tuple[dossiers.StoredFileSnapshot | None, str]:
    """The scan sent with a component, or the one kept from the form sent before. Raises ScanRefused."""
    given = paper.cleaned_data["scan"]
    if given:
        with on_disk(given) as (path, name):
            stored = dossiers.take_scan(actor=signed_in(request), source=path, name=name)
        field = {paper.add_prefix("kept"): keep_scan(signed_in(request).pk, stored.sha256, name)}
        paper.data = {**{key: paper.data[key] for key in paper.data}, **field}
        paper.kept_name = name
        return stored, name
    if paper.cleaned_data["kept"] and (kept := kept_scan(signed_in(request).pk, paper.cleaned_data["kept"])):
        paper.kept_name = kept[1]
        return kept
    return None, ""


def _receive_page(
    request: HttpRequest, form: DossierForm, papers: list[PaperForm], *, refusal: DomainError | None = None
) -> HttpResponse:
    values = {"rail": "dossiers", "form": form, "papers": papers, "refusal": refusal, "checklists": _checklists()}
    return render(request, "desk/dossier_new.html", values, status=400 if form.is_bound else 200)


def _checklists() -> list[tuple[str, str]]:
    return [
        ("dang-ky-lan-dau", _("Đăng ký, cấp GCN lần đầu")),
        ("bien-dong", _("Đăng ký biến động")),
        ("tach-hop-thua", _("Tách thửa, hợp thửa")),
    ]


@require_GET
@desk_page(*READING)
def dossier(request: HttpRequest, code: str) -> HttpResponse:
    """One dossier: what it is about, its papers, its transactions, where it lies, what happened."""
    return render(request, "desk/dossier.html", dossier_page.context(request, readable(request, code)))


def readable(request: HttpRequest, code: str) -> dossiers.DossierSnapshot:
    """A dossier the user may read. Raises UnknownDossier, NotAllowed."""
    found = dossiers.dossier_by_code(code)
    accounts.require(request.user, "dossier.read", found.unit_id)
    return found


@require_POST
@desk_page("dossier.open")
def add_paper(request: HttpRequest, code: str) -> HttpResponse:
    """One more component, with or without its scan."""
    found = readable(request, code)
    paper = PaperForm(request.POST, request.FILES, prefix="p")
    refusal: DomainError | None = None
    if paper.is_valid():
        drafts, refusal = _taken(request, [paper])
        if refusal is None:
            try:
                dossiers.add_documents(actor=signed_in(request), dossier_id=found.id, documents=drafts)
                return redirect("web:desk-dossier", found.code)
            except DomainError as refused:
                refusal = refused
    values = dossier_page.context(request, found) | {"paper": paper, "refusal": refusal, "paper_open": True}
    return render(request, "desk/dossier.html", values, status=400)


@require_POST
@desk_page("dossier.open")
def add_scan(request: HttpRequest, code: str, document_id: int) -> HttpResponse:
    """The scan of a component that has none yet."""
    found = readable(request, code)
    given = request.FILES.get("scan")
    if given is None:
        raise errors.PageError("Chưa chọn tệp quét.", "No scan was chosen.", code="no_scan_chosen")
    _own_document(found, document_id)
    with on_disk(given) as (path, name):
        stored = dossiers.take_scan(actor=signed_in(request), source=path, name=name)
    dossiers.add_scan(actor=signed_in(request), document_id=document_id, file_id=stored.id, file_name=name)
    return redirect("web:desk-dossier", found.code)


@require_POST
@desk_page("dossier.open")
def mark_paper(request: HttpRequest, code: str, document_id: int) -> HttpResponse:
    """Where a paper is: received, missing, returned."""
    found = readable(request, code)
    _own_document(found, document_id)
    status = request.POST.get("status", "")
    if status not in ("received", "missing", "returned"):
        raise errors.PageError("Chưa chọn tình trạng.", "No status was chosen.", code="no_decision")
    note = request.POST.get("note", "")
    dossiers.mark_document(actor=signed_in(request), document_id=document_id, status=status, note=note)
    return redirect("web:desk-dossier", found.code)


def _own_document(found: dossiers.DossierSnapshot, document_id: int) -> dossiers.DocumentSnapshot:
    document = dossiers.document(document_id)
    if document.dossier_id != found.id:
        raise dossiers.UnknownDocument(
            f"Hồ sơ {found.code} không có thành phần số {document_id}.",
            f"Dossier {found.code} has no component {document_id}.",
        )
    return document


@require_POST
@desk_page("dossier.open", "archive.link", "import.review")
def link(request: HttpRequest, code: str) -> HttpResponse:
    """The dossier is about one or more parcels, or a certificate."""
    found = readable(request, code)
    text = request.POST.get("thua", "")
    subjects = [("parcel", one) for one in parcels_named(text, found.unit_id)] if text.strip() else []
    if serial := request.POST.get("gcn", "").strip():
        subjects.append(dossier_page.certificate_subject(serial))
    if not subjects:
        raise errors.PageError("Chưa nhập thửa đất hay giấy chứng nhận.", "No parcel or certificate was given.",
                               code="nothing_to_link")  # fmt: skip
    dossiers.link_dossier(actor=signed_in(request), dossier_id=found.id, subjects=subjects)
    return redirect("web:desk-dossier", found.code)


@require_POST
@desk_page("dossier.open", "archive.link", "import.review")
def end_link(request: HttpRequest, code: str, link_id: int) -> HttpResponse:
    """A link that was wrong; the reason stays."""
    found = readable(request, code)
    if link_id not in {one.id for one in dossiers.links_of(found.id)}:
        raise errors.PageError("Hồ sơ không có liên kết này.", "The dossier has no such link.", code="unknown_link")
    dossiers.end_link(actor=signed_in(request), link_id=link_id, reason=request.POST.get("reason", ""))
    return redirect("web:desk-dossier", found.code)


@require_POST
@desk_page("archive.shelve")
def shelve(request: HttpRequest, code: str) -> HttpResponse:
    """The paper was put somewhere."""
    found = readable(request, code)
    form = ShelfForm(request.POST)
    if not form.is_valid():
        values = dossier_page.context(request, found) | {"shelf_form": form, "shelf_open": True}
        return render(request, "desk/dossier.html", values, status=400)
    facts = dict(form.cleaned_data)
    reason = facts.pop("reason")
    dossiers.shelve_dossier(
        actor=signed_in(request), dossier_id=found.id, place=dossiers.ShelfPlace(**facts), reason=reason
    )
    return redirect("web:desk-dossier", found.code)


@require_POST
@desk_page("dossier.open")
def close(request: HttpRequest, code: str) -> HttpResponse:
    """The case is over."""
    found = readable(request, code)
    dossiers.close_dossier(actor=signed_in(request), dossier_id=found.id)
    return redirect("web:desk-dossier", found.code)


def whole(text: str | None, default: int) -> int:
    """A whole number of an address, or the default."""
    return int(text) if text and text.isdigit() and len(text) < 10 else default
