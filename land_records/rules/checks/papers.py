"""Rules about the papers of the dossier and what has been paid."""

from dossiers import api as dossiers
from land_records.models import Obligation
from land_records.rules.judge import Question
from land_records.rules.verdicts import Judgement


def original_certificate(asked: Question) -> Judgement | None:
    """An act that changes or replaces a certificate in force has its original in the dossier.

    Acts of the State and notices go without it, and so does a lost certificate. Parameter `types`: kinds of components.
    """
    if asked.kind.group in ("state", "notice") or asked.changes.facts.get("original_needed") is False:
        return None
    touched = {
        one.certificate_id
        for one in asked.changes.certificate_changes
        if asked.state.certificates[one.certificate_id].in_force and (one.status or one.note)
    }
    if not touched:
        return None
    types = set(asked.parameters.get("types", ["certificate"]))
    held = [
        one
        for one in dossiers.documents_of(asked.state.dossier_id)
        if one.type_code in types and one.form == "original" and one.status == "received"
    ]
    return Judgement(
        bool(held),
        f"Hồ sơ có {len(held)} bản gốc Giấy chứng nhận, cần cho {len(touched)} Giấy chứng nhận",
        f"The dossier holds {len(held)} originals, for {len(touched)} certificates",
        {"measured": len(held), "required": 1, "certificates": len(touched)},
    )


def obligations_settled(asked: Question) -> Judgement | None:
    """Nothing of the dossier is unpaid when a certificate is to be issued."""
    if not asked.changes.new_certificates:
        return None
    found = list(Obligation.objects.filter(dossier_id=asked.state.dossier_id).values_list("status", "amount_vnd"))
    if not found:
        return None
    unpaid = [amount for status, amount in found if status == "unpaid"]
    total = f"{sum(unpaid):,.0f}".replace(",", ".")
    return Judgement(
        not unpaid,
        f"Còn {len(unpaid)} khoản chưa nộp, {total} đồng" if unpaid else f"{len(found)} khoản đã xong",
        f"{len(unpaid)} unpaid, {total} đồng" if unpaid else f"{len(found)} settled",
        {"unpaid": len(unpaid), "unpaid_vnd": int(sum(unpaid))},
    )
