"""Pages about parties: search, one party behind a closed box, its changes. Names and numbers travel by POST only."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import api as accounts
from dossiers import api as dossiers
from gis_core.errors import DomainError
from land_records import api as land_records
from reference import api as reference
from web import errors
from web.desk import party_words as words
from web.desk.access import desk_page
from web.desk.party_forms import AddressForm, MemberForm, PaperForm, ParticularsForm, PurposeForm, SearchForm, filled_in
from web.desk.party_purpose import forget_purpose, state_purpose, stated_purpose


@require_http_methods(["GET", "POST"])
@desk_page("party.read")
def search(request: HttpRequest) -> HttpResponse:
    """The search and its hits; without a purpose only the question for it."""
    stated = stated_purpose(request)
    form = SearchForm(request.POST or None, label_suffix="")
    context: dict[str, Any] = {"form": form, "rail": "parties", "new_kinds": _new_kinds(request), **_purpose(request)}
    status = 200
    if request.method == "POST" and stated and form.is_valid():
        asked = form.cleaned_data
        try:
            answer = land_records.search_parties(
                actor=request.user,  # type: ignore[arg-type]
                purpose=stated.purpose,
                text=asked["text"],
                by=asked["by"] or "auto",
                as_of=asked["as_of"],
            )
            context["answer"] = answer
            context["rows"] = [{"hit": hit, "kind": words.KINDS[hit.kind]} for hit in answer.hits]
        except DomainError as refusal:
            context["refusal"], status = refusal, errors.status_of(refusal)
    context["may_merge"] = accounts.may(request.user, "party.merge")
    return render(request, "desk/parties/search.html", context, status=status)


@require_POST
@desk_page("party.read")
def purpose(request: HttpRequest) -> HttpResponse:
    """State the purpose, or close the boxes again; then back to where one was."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = reverse("web:desk-parties")
    if request.POST.get("end"):
        forget_purpose(request)
        return HttpResponseRedirect(back)
    form = PurposeForm(request.POST, label_suffix="")
    if not form.is_valid():
        return HttpResponseRedirect(back)
    try:
        state_purpose(request, form)
    except DomainError as refusal:
        context = {"rail": "parties", "refusal": refusal, "next": back, **_purpose(request, form)}
        return render(request, "desk/parties/purpose.html", context, status=errors.status_of(refusal))
    return HttpResponseRedirect(back)


@require_GET
@desk_page("party.read")
def party(request: HttpRequest, party_id: int) -> HttpResponse:
    """One party: a closed box until a purpose is stated, then everything but the numbers of papers."""
    return _party_page(request, party_id)


@require_POST
@desk_page("party.read")
def numbers(request: HttpRequest, party_id: int) -> HttpResponse:
    """The same page once with the numbers of papers in clear."""
    return _party_page(request, party_id, numbers=True)


@require_http_methods(["GET", "POST"])
@desk_page("party.write")
def change(request: HttpRequest, party_id: int) -> HttpResponse:
    """Change or correct the particulars."""
    stated = stated_purpose(request)
    if stated is None:
        return redirect("web:desk-party", party_id)
    told = _told(request, stated.purpose, party_id)
    form = ParticularsForm(request.POST or None, kind=told.kind, initial=filled_in(told))
    refusal: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            land_records.change_particulars(
                actor=request.user,  # type: ignore[arg-type]
                party_id=told.id,
                facts=form.facts(wife_first=bool(told.current and told.current.facts.wife_first)),
                corrects=request.POST.get("corrects") == "1",
            )
            return redirect("web:desk-party", told.id)
        except DomainError as error:
            refusal = error
    context = {"told": told, "kind": words.KINDS[told.kind], "form": form, "refusal": refusal, "rail": "parties"}
    status = errors.status_of(refusal) if refusal else (400 if form.errors else 200)
    return render(request, "desk/parties/change.html", context, status=status)


@require_POST
@desk_page("party.write")
def add_to(request: HttpRequest, party_id: int, what: str) -> HttpResponse:
    """Enter a paper, an address or a member of this party, or end a membership."""
    stated = stated_purpose(request)
    if stated is None:
        return redirect("web:desk-party", party_id)
    told = _told(request, stated.purpose, party_id)
    actor: Any = request.user
    forms = _forms(told, request.POST)
    form = forms.get(what)
    try:
        if what == "het-thanh-vien":
            land_records.end_member(actor=actor, membership_id=int(request.POST.get("membership") or 0))
        elif form is None or not form.is_valid():
            return _party_page(request, party_id, forms={what: form} if form else {}, status=400)
        elif isinstance(form, PaperForm):
            replaces = form.cleaned_data.get("replaces")
            land_records.add_identity_paper(
                actor=actor, party_id=told.id, paper=form.draft(), replaces_id=int(replaces) if replaces else None
            )
        elif isinstance(form, AddressForm):
            land_records.set_address(actor=actor, party_id=told.id, address=form.draft())
        else:
            typed = form.cleaned_data
            land_records.add_member(actor=actor, group_id=told.id, member_id=typed["member"], role=typed["role"])
    except DomainError as refusal:
        return _party_page(
            request, party_id, forms={what: form} if form else {}, refusal=refusal, status=errors.status_of(refusal)
        )
    return redirect("web:desk-party", told.id)


@require_POST
@desk_page("party.write")
def admit(request: HttpRequest, party_id: int) -> HttpResponse:
    """Bring a party known elsewhere into the unit of the dossier at hand, by the number of its paper."""
    stated = stated_purpose(request)
    if stated is None or stated.purpose.dossier_id is None:
        raise dossiers.PurposeMissing(
            "Cần chọn hồ sơ đang giải quyết để đưa người này vào địa bàn.",
            "Choose the dossier you work on to admit this party.",
            hint_vi="Nêu mục đích bằng mã hồ sơ.",
            hint_en="State the purpose as a dossier.",
        )
    land_records.admit_party(
        actor=request.user,  # type: ignore[arg-type]
        dossier_id=stated.purpose.dossier_id,
        party_id=party_id,
        number=request.POST.get("number", ""),
    )
    return redirect("web:desk-party", party_id)


def _party_page(
    request: HttpRequest,
    party_id: int,
    *,
    numbers: bool = False,
    forms: dict[str, Any] | None = None,
    refusal: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    stated = stated_purpose(request)
    context: dict[str, Any] = {
        "rail": "parties",
        "party_id": party_id,
        "refusal": refusal,
        "may_audit": accounts.may(request.user, "audit.read"),
        **_purpose(request),
    }
    if stated is not None:
        told = _told(request, stated.purpose, party_id, numbers=numbers)
        context |= _told_context(told) | {"numbers": numbers}
        may_write = accounts.may(request.user, "party.write") and told.asked_id == told.id
        context |= {"may_write": may_write, "may_merge": accounts.may(request.user, "party.merge")}
        context["forms"] = {**_forms(told, None), **(forms or {})} if may_write else {}
    return render(request, "desk/parties/party.html", context, status=status)


def _told(
    request: HttpRequest, purpose: dossiers.Purpose, party_id: int, *, numbers: bool = False
) -> land_records.PartySnapshot:
    return land_records.party(
        actor=request.user,  # type: ignore[arg-type]
        purpose=purpose,
        party_id=party_id,
        numbers=numbers,
    )


def _forms(told: land_records.PartySnapshot, data: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "giay-to": PaperForm(data, kind=told.kind, papers=told.papers),
        "dia-chi": AddressForm(data),
    }
    if land_records.ROLES_OF_KIND[told.kind]:
        made["thanh-vien"] = MemberForm(data, kind=told.kind)
    if told.kind in ("couple", "household", "group"):
        del made["giay-to"]
    return made


def _told_context(told: land_records.PartySnapshot) -> dict[str, Any]:
    units = reference.units_by_ids(set(told.unit_ids))
    people = accounts.display_names(
        {version.recorded_by_id for version in told.versions} | {merge.merged_by_id for merge in told.merges}
    )
    user_kind = land_records.USER_KINDS.get(told.user_kind)
    return {
        "told": told,
        "kind": words.KINDS[told.kind],
        "user_kind": user_kind,
        "gender": words.GENDERS.get(told.current.facts.gender, "") if told.current else "",
        "units": [units[one].full_name for one in told.unit_ids if one in units],
        "papers": [{"paper": one, "kind": words.PAPERS[one.kind]} for one in told.papers],
        "addresses": [{"address": one, "purpose": words.ADDRESSES[one.purpose]} for one in told.addresses],
        "members": [{"member": one, "role": words.ROLES[one.role]} for one in told.members],
        "member_of": [{"member": one, "role": words.ROLES[one.role]} for one in told.member_of],
        "versions": [
            {"version": one, "cause": words.CAUSES[one.cause], "by": people.get(one.recorded_by_id, "")}
            for one in told.versions
        ],
        "merges": [{"merge": one, "by": people.get(one.merged_by_id, "")} for one in told.merges],
    }


def _purpose(request: HttpRequest, form: PurposeForm | None = None) -> dict[str, Any]:
    return {"stated": stated_purpose(request), "purpose_form": form or PurposeForm(label_suffix="")}


def _new_kinds(request: HttpRequest) -> list[tuple[str, Any]]:
    if not accounts.may(request.user, "party.write"):
        return []
    return [(path, words.KINDS[kind]) for path, kind in words.KIND_OF_PATH.items()]
