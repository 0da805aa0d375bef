"""Proposed duplicates: the queue, two parties side by side with the evidence, merging and undoing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import api as accounts
from dossiers import api as dossiers
from gis_core.errors import DomainError
from land_records import api as land_records
from web import errors
from web.desk import party_words as words
from web.desk.access import desk_page
from web.desk.party_forms import DecisionForm, PurposeForm
from web.desk.party_purpose import stated_purpose


@require_GET
@desk_page("party.merge")
def queue(request: HttpRequest) -> HttpResponse:
    """Pairs that wait, the certain first; decided ones by status."""
    status = request.GET.get("loai", "open")
    status = status if status in words.PAIR_STATUSES else "open"
    context: dict[str, Any] = {
        "rail": "parties",
        "status": status,
        "statuses": words.PAIR_STATUSES.items(),
        "stated": stated_purpose(request),
        "purpose_form": PurposeForm(label_suffix=""),
    }
    if stated := stated_purpose(request):
        number = request.GET.get("trang", "1")
        page = land_records.duplicate_pairs(
            actor=request.user,  # type: ignore[arg-type]
            purpose=stated.purpose,
            status=status,
            page=int(number) if number.isdigit() and int(number) else 1,
        )
        context["page"] = page
        context["rows"] = [{"pair": pair, "evidence": evidence_words(pair.evidence)} for pair in page.items]
        context["later"] = page.page + 1 if page.page * page.page_size < page.total else None
        context["earlier"] = page.page - 1 if page.page > 1 else None
    return render(request, "desk/parties/pairs.html", context)


@require_POST
@desk_page("party.merge")
def propose(request: HttpRequest) -> HttpResponse:
    """Look through all parties now; the nightly command does the same."""
    land_records.propose_duplicates(actor=request.user)  # type: ignore[arg-type]
    return redirect("web:desk-party-pairs")


@require_http_methods(["GET", "POST"])
@desk_page("party.merge")
def pair(request: HttpRequest, first_id: int, second_id: int) -> HttpResponse:
    """Two parties side by side; POST decides."""
    stated = stated_purpose(request)
    if stated is None:
        return redirect("web:desk-party-pairs")
    found = _found(request, stated.purpose, first_id, second_id)
    refusal: DomainError | None = None
    form = DecisionForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request.user, found, form.cleaned_data)
            return redirect("web:desk-party-pair", first_id, second_id)
        except DomainError as error:
            refusal = error
    sides = land_records.parties(
        actor=request.user,  # type: ignore[arg-type]
        purpose=stated.purpose,
        party_ids=[first_id, second_id],
    )
    context = {
        "rail": "parties",
        "pair": found,
        "evidence": evidence_words(found.evidence),
        "status": words.PAIR_STATUSES[found.status],
        "sides": [
            {"told": told, "number": number, "rows": _compared(told)}
            for told, number in zip(sides, (first_id, second_id), strict=True)
        ],
        "decided_by": accounts.display_names([found.decided_by_id]).get(found.decided_by_id, "")
        if found.decided_by_id
        else "",
        "form": form,
        "refusal": refusal,
    }
    return render(request, "desk/parties/pair.html", context, status=errors.status_of(refusal) if refusal else 200)


def _found(
    request: HttpRequest, purpose: dossiers.Purpose, first_id: int, second_id: int
) -> land_records.DuplicateSnapshot:
    pairs = land_records.duplicate_pairs(
        actor=request.user,  # type: ignore[arg-type]
        purpose=purpose,
        party_id=first_id,
        page_size=200,
    )
    for one in pairs.items:
        if {one.first.asked_id, one.second.asked_id} == {first_id, second_id}:
            return one
    raise land_records.PartyNotFound(second_id)


def _decide(actor: Any, found: land_records.DuplicateSnapshot, typed: dict[str, Any]) -> None:
    first, second, reason = found.first.asked_id, found.second.asked_id, typed["reason"]
    if typed["decision"] == "apart":
        land_records.keep_apart(actor=actor, duplicate_id=found.id, reason=reason)
    elif typed["decision"] == "undo":
        land_records.undo_merge(actor=actor, merge_id=found.merge_id or 0, reason=reason)
    else:
        kept, absorbed = (first, second) if typed["decision"] == "keep_first" else (second, first)
        land_records.merge_parties(actor=actor, kept_id=kept, absorbed_id=absorbed, reason=reason)


def evidence_words(evidence: dict[str, object]) -> list[tuple[Any, str]]:
    """Evidence in words; the score only where it is less than certain."""
    return [
        (words.EVIDENCE.get(code, code), f"{float(str(score)):.0%}" if float(str(score)) < 1 else "")
        for code, score in evidence.items()
    ]


def _compared(told: land_records.PartySnapshot) -> dict[str, Any]:
    """What two parties are compared by, under the same names on both sides."""
    facts = told.current.facts if told.current else None
    return {
        "name": told.name,
        "gender": words.GENDERS.get(facts.gender, "–") if facts else "–",
        "birth": facts.birth_date or facts.birth_year if facts else None,
        "papers": [(words.PAPERS[one.kind], one.number) for one in told.papers if one.valid_to is None],
        "address": next((one.detail for one in told.addresses if one.valid_to is None), ""),
        "phone": facts.phone if facts else "",
        "member_of": [(words.ROLES[one.role], one.name) for one in told.member_of if one.valid_to is None],
    }
