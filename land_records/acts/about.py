"""What a list says of acts: the parcels each one is about, found for many acts at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from land_records.acts.errors import BadPayloadError
from land_records.acts.loading import typed_payload
from land_records.acts.snapshots import ActSnapshot
from land_records.acts.state import Subjects
from land_records.acts.table import act_kind
from land_records.cadastre.naming import ParcelName, parcel_names
from land_records.models import CertificateRight, Restriction, RightSubject


def parcels_of_acts(acts: Collection[ActSnapshot]) -> Mapping[int, tuple[ParcelName, ...]]:
    """Act → the parcels it names, itself or through rights, certificates and restrictions; four queries for any number.

    A draft whose input cannot be read yet has none.
    """
    named = {one.id: _subjects(one) for one in acts}
    rights_of = _rights_of_papers({paper for about in named.values() for paper in about.certificates})
    charged = _charged({one for about in named.values() for one in about.restrictions})
    rights = {right for about in named.values() for right in about.rights}
    rights |= {right for found in rights_of.values() for right in found}
    rights |= {right for right, _ in charged.values() if right}
    lying = _lying(rights)
    wanted: dict[int, list[int]] = {}
    for act_id, about in named.items():
        reached = about.rights | {right for paper in about.certificates for right in rights_of[paper]}
        reached |= {charged[one][0] for one in about.restrictions if one in charged} - {0}
        parcels = {parcel for right in reached for parcel in lying[right]} | about.parcels
        parcels |= {charged[one][1] for one in about.restrictions if one in charged} - {0}
        wanted[act_id] = sorted(parcels)
    names = parcel_names({parcel for parcels in wanted.values() for parcel in parcels})
    return {act_id: tuple(names[one] for one in parcels if one in names) for act_id, parcels in wanted.items()}


def _subjects(one: ActSnapshot) -> Subjects:
    kind = act_kind(one.kind)
    try:
        return kind.subjects(typed_payload(kind, one.payload))
    except BadPayloadError:
        return Subjects()


def _rights_of_papers(certificate_ids: Collection[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    links = CertificateRight.objects.filter(certificate_id__in=certificate_ids)
    for paper, right in links.values_list("certificate_id", "right_id"):
        found[paper].add(right)
    return found


def _charged(restriction_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Restriction → the right and the parcel it lies on, 0 for none."""
    rows = Restriction.objects.filter(id__in=restriction_ids).values_list("id", "right_id", "parcel_id")
    return {one: (right or 0, parcel or 0) for one, right, parcel in rows}


def _lying(right_ids: Collection[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    subjects = RightSubject.objects.filter(right_id__in=right_ids, parcel_id__isnull=False)
    for right, parcel in subjects.values_list("right_id", "parcel_id"):
        found[right].add(parcel or 0)
    return found
