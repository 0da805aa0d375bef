"""What becomes of certificates when the rights they prove change: replaced, noted, recalled."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from land_records.acts.changes import CertificateChange, NewCertificate, NewRight, Ref
from land_records.acts.state import ActState
from land_records.acts.succession import Succession


def reissued(
    state: ActState,
    right_ids: Sequence[int],
    new_rights: Sequence[NewRight],
    *,
    change_code: str,
    note: str,
    beside: Mapping[int, Ref] | None = None,
) -> tuple[tuple[CertificateChange, ...], tuple[NewCertificate, ...]]:
    """Certificates of rights that end are replaced: one new draft per new right.

    A draft that was never issued is discarded; what it was to replace is replaced by the new drafts. What the old
    papers proved beside these rights (the house) goes on the first new paper; `beside` names its next version.
    """
    papers = [paper for paper in state.certificates.values() if set(paper.right_ids) & set(right_ids)]
    drafts = [paper for paper in papers if paper.status == "draft"]
    standing = {paper.id for paper in papers if paper.in_force}
    before = tuple(sorted(standing | {earlier for paper in drafts for earlier in paper.earlier_ids}))
    changes = tuple(CertificateChange(paper, "replaced", note, change_code, proves=()) for paper in sorted(standing))
    changes += tuple(CertificateChange(paper.id, "discarded", proves=()) for paper in drafts)
    others = sorted({right for paper in papers for right in paper.right_ids} - {*right_ids})
    heirs = beside or {}
    kept = tuple(heirs.get(right, right) for right in others if _in_force(state, right))
    made = tuple(
        NewCertificate(
            f"certificate:{place}", right.unit_id, (right.key, *(kept if place == 1 else ())), replaces=before
        )
        for place, right in enumerate(new_rights, start=1)
    )
    return changes, made


def _in_force(state: ActState, right_id: int) -> bool:
    return right_id in state.rights and state.rights[right_id].valid_to is None


def noted(
    state: ActState, successions: Mapping[int, Ref], *, change_code: str, note: str
) -> tuple[CertificateChange, ...]:
    """The change is noted on the certificates in force (xác nhận thay đổi); each proves the right's next version.

    A draft that waits for its blank proves the next version too; there is nothing to note on it yet.
    """
    changes = []
    for paper in state.certificates.values():
        if not set(paper.right_ids) & successions.keys():
            continue
        proves = tuple(successions.get(right, right) for right in paper.right_ids)
        if paper.in_force:
            changes.append(CertificateChange(paper.id, "changed", note, change_code, proves))
        elif paper.status == "draft":
            changes.append(CertificateChange(paper.id, proves=proves))
    return tuple(changes)


def revoked(
    state: ActState, right_ids: Collection[int], *, change_code: str, note: str
) -> tuple[CertificateChange, ...]:
    """Certificates of rights that end for good are recalled; drafts are discarded.

    A paper that proves other rights as well stays for those, with the change noted.
    """
    changes = []
    for paper in state.certificates.values():
        left = tuple(right for right in paper.right_ids if right not in right_ids and _in_force(state, right))
        if len(left) == len(paper.right_ids) or not (paper.in_force or paper.status == "draft"):
            continue
        if left:
            changes.append(
                CertificateChange(paper.id, "changed" if paper.in_force else None, note if paper.in_force else "",
                                  change_code, left)
            )  # fmt: skip
        else:
            status = "revoked" if paper.in_force else "discarded"
            changes.append(CertificateChange(paper.id, status, note if paper.in_force else "", change_code, ()))
    return tuple(changes)


def recalled_or_noted(
    state: ActState, follows: Succession, *, change_code: str, note: str
) -> tuple[CertificateChange, ...]:
    """Papers of rights that end for good are recalled; where a right goes on elsewhere the change is noted."""
    gone = {old for old, keys in follows.heirs.items() if not keys}
    recalled = revoked(state, gone, change_code=change_code, note=note)
    taken = {change.certificate_id: change for change in recalled}
    for change in noted(state, follows.single, change_code=change_code, note=note):
        before = taken.get(change.certificate_id)
        if before is None:
            taken[change.certificate_id] = change
        elif before.proves:
            heirs = follows.single
            proves = tuple(heirs.get(right, right) if isinstance(right, int) else right for right in before.proves)
            taken[change.certificate_id] = replace(before, proves=proves)
    return tuple(taken.values())


def papers_after(
    state: ActState, follows: Succession, rights: Collection[int], *, change_code: str, note: str, anew: bool
) -> tuple[tuple[CertificateChange, ...], tuple[NewCertificate, ...]]:
    """Papers of an act: new drafts for `rights` when `anew`, else the change noted; papers of derived rights noted."""
    if not anew:
        return noted(state, follows.single, change_code=change_code, note=note), ()
    derived = {old: new for old, new in follows.single.items() if old not in rights}
    heads = [new for new in follows.new_rights if {*rights} & {*new.succeeds}]
    changed, made = reissued(state, sorted(rights), heads, change_code=change_code, note=note, beside=derived)
    taken = {change.certificate_id for change in changed}
    more = noted(state, derived, change_code=change_code, note=note)
    return changed + tuple(change for change in more if change.certificate_id not in taken), made
