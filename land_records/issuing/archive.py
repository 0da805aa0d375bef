"""Certificates known from the archive, entered many at a time inside one approved transaction."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from accounts.api import User
from dossiers import api as dossiers
from gis_core.topology.finding import Finding, Severity
from land_records.acts.write_papers import new_token
from land_records.cadastre.moments import require_moment
from land_records.certificates.errors import BadSerialError, IssueRefusedError
from land_records.certificates.numbers import bare_register_no, checked_serial
from land_records.models import (
    Certificate,
    CertificateRight,
    CertificateState,
    Parcel,
    Party,
    Right,
    RightHolder,
    RightPurpose,
    RightSubject,
)
from land_records.parties.reach import note_units
from land_records.parties.resolving import resolve_parties
from land_records.rights.queries import rights_on
from land_records.rights.snapshots import Holder, RightSnapshot

_CAUSE = "archive"


@dataclass(frozen=True, slots=True)
class ArchivedPurpose:
    """One purpose as the paper tells it; term long | until | unknown."""

    parcel_id: int
    code: str
    area_m2: Decimal | None = None
    term: str = "unknown"
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ArchivedCertificate:
    """One certificate of the archive. `key` is the caller's (row of a spreadsheet), answered as it came.

    `holders` name parties entered before; without them no right is opened. `holding`: sole | joint | shares.
    """

    key: int
    serial: str
    unit_id: int
    register_no: str = ""
    form: str = "older"
    kind_code: str = ""
    bar_code: str = ""
    code: str = ""
    issued_on: date | None = None
    issuer: str = ""
    signer: str = ""
    decision_no: str = ""
    decision_date: date | None = None
    parcel_ids: tuple[int, ...] = ()
    holders: tuple[Holder, ...] = ()
    holding: str = "sole"
    purposes: tuple[ArchivedPurpose, ...] = ()
    origin: str = ""
    began_on: date | None = None


@dataclass(frozen=True, slots=True)
class ArchivedResult:
    """What became of one row: the certificate it made (None: refused), the right it proves, and what was found."""

    key: int
    certificate_id: int | None
    right_ids: tuple[int, ...]
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Row:
    given: ArchivedCertificate
    serial: str = ""
    register_no: str = ""
    proves: list[int] = field(default_factory=list)
    opens_right: bool = False
    findings: list[Finding] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    def find(self, code: str, *between: object, severity: Severity = Severity.ERROR) -> None:
        self.findings.append(Finding(code, severity, between=tuple(str(thing) for thing in between)))


@transaction.atomic
def record_archived_certificates(
    *, actor: User, transaction_id: int, rows: Iterable[ArchivedCertificate], at: datetime
) -> tuple[ArchivedResult, ...]:
    """Enter certificates in force known from papers; rows with an error are left out, the others are written.

    Runs inside an approved transaction (`import_archive`): whoever approved it decided. A right is opened on parcels
    that have none when the row names holders; a right that is there is proved when its holders are the row's (or the
    row names none) and it has no certificate yet. A fixed number of statements per block of rows.
    """
    approved = dossiers.transaction(transaction_id)
    if approved.status != "approved" or approved.approved_by_id != actor.pk:
        raise IssueRefusedError(
            "Giấy chứng nhận từ kho lưu trữ chỉ được ghi trong giao dịch đã duyệt, bởi người duyệt.",
            "Certificates of the archive are entered inside an approved transaction, by who approved it.",
            code="transaction_not_approved",
        )
    require_moment(at)
    checked = [_Row(row) for row in rows]
    _check_numbers(checked)
    _check_holders(checked)
    _check_parcels(checked)
    good = [row for row in checked if not row.refused]
    papers = _write_papers(good, transaction_id, at)
    opened = _open_rights([row for row in good if row.opens_right], transaction_id, at)
    for row in good:
        row.proves += [opened[row.given.key]] if row.given.key in opened else []
    held = [row.given for row in good if row.given.key in opened]
    note_units(reached={(one.party_id, given.unit_id) for given in held for one in given.holders}, actor=actor, at=at)
    CertificateRight.objects.bulk_create(
        [
            CertificateRight(
                certificate_id=papers[row.given.key], right_id=right, valid=(at, None), transaction_id=transaction_id
            )
            for row in good
            for right in row.proves
        ]
    )
    entries = [
        dossiers.EntryDraft(
            "record_archived_certificate", "certificate", papers[row.given.key], row.given.unit_id, at=at
        )
        for row in good
    ]
    if entries:
        dossiers.record_entries(transaction_id=transaction_id, entries=entries)
    return tuple(
        ArchivedResult(row.given.key, papers.get(row.given.key), tuple(row.proves), tuple(row.findings))
        for row in checked
    )


def _check_numbers(rows: Sequence[_Row]) -> None:
    """Serials and book numbers: of a known pattern, once in the register, once in the block."""
    for row in rows:
        try:
            row.serial = checked_serial(row.given.serial)
        except BadSerialError:
            row.find("REGISTER-SERIAL-BAD")
        row.register_no = bare_register_no(row.given.register_no)
    serials = set(
        Certificate.objects.filter(serial__in={row.serial for row in rows if row.serial}).values_list(
            "serial", flat=True
        )
    )
    numbers = set(
        Certificate.objects.filter(register_no__in={row.register_no for row in rows if row.register_no}).values_list(
            "unit_id", "register_no"
        )
    )
    codes = set(
        Certificate.objects.filter(code__in={row.given.code for row in rows if row.given.code}).values_list(
            "code", flat=True
        )
    )
    for row in rows:
        number = (row.given.unit_id, row.register_no)
        if (row.serial and row.serial in serials) or (row.given.code and row.given.code in codes):
            row.find("REGISTER-SERIAL-TAKEN", row.serial)
        if row.register_no and number in numbers:
            row.find("REGISTER-BOOK-NUMBER-TAKEN", row.register_no)
        serials.add(row.serial)
        codes.add(row.given.code)
        numbers.add(number)


def _check_holders(rows: Sequence[_Row]) -> None:
    """Holders are known parties and fit the form of holding; the database would refuse the whole block otherwise."""
    asked = {holder.party_id for row in rows for holder in row.given.holders}
    known = set(Party.objects.filter(pk__in=asked).values_list("pk", flat=True))
    for row in rows:
        people = row.given.holders
        if not people:
            continue
        shares = [holder.share for holder in people if holder.share is not None]
        whole = {
            "sole": len(people) == 1 and not shares,
            "joint": not shares,
            "shares": len(people) > 1 and len(shares) == len(people) and sum(shares) == 1,
        }
        once = len({holder.party_id for holder in people}) == len(people)
        if not (once and whole.get(row.given.holding) and {one.party_id for one in people} <= known):
            row.find("REGISTER-HOLDERS-NOT-WHOLE", len(people))


def _check_parcels(rows: Sequence[_Row]) -> None:
    """Parcels: known, and free or held by the same people."""
    asked = {parcel for row in rows for parcel in row.given.parcel_ids}
    known = set(Parcel.objects.filter(pk__in=asked).values_list("pk", flat=True))
    rights: dict[int, RightSnapshot] = {
        parcel: right
        for right in rights_on(parcel_ids=known)
        if right.kind in ("land_use", "management")
        for parcel in right.parcel_ids
    }
    proved = set(
        CertificateRight.objects.filter(
            right_id__in={right.id for right in rights.values()}, valid__upper_inf=True
        ).values_list("right_id", flat=True)
    )
    named = {holder.party_id for row in rows for holder in row.given.holders}
    kept = resolve_parties(named | {party for right in rights.values() for party in right.party_ids})
    taken: set[int] = set()
    for row in rows:
        if row.refused:
            continue
        unknown = [parcel for parcel in row.given.parcel_ids if parcel not in known]
        for parcel in unknown:
            row.find("REGISTER-PARCEL-UNKNOWN", parcel)
        there = {rights[parcel].id: rights[parcel] for parcel in row.given.parcel_ids if parcel in rights}
        free = [parcel for parcel in row.given.parcel_ids if parcel in known and parcel not in rights]
        if taken & set(row.given.parcel_ids) or (there and free):
            row.find("REGISTER-PARCEL-HAS-RIGHT", row.given.parcel_ids[0])
        elif there:
            _join(row, there, proved, kept)
        elif free and row.given.holders and not row.refused:
            row.opens_right = True
            taken |= set(free)
        elif not row.given.holders:
            row.find("REGISTER-CERTIFICATE-WITHOUT-HOLDER", severity=Severity.NOTE)


def _join(row: _Row, there: dict[int, RightSnapshot], proved: set[int], kept: Mapping[int, int]) -> None:
    """The paper proves a right that is registered already; merged records of a party are one."""
    people = {kept.get(holder.party_id) for holder in row.given.holders}
    held = [{kept.get(party) for party in right.party_ids} for right in there.values()]
    strangers = people and any(parties != people for parties in held)
    if strangers or proved & there.keys():
        row.find("REGISTER-PARCEL-HAS-RIGHT", row.given.parcel_ids[0])
        return
    row.proves += sorted(there)
    proved |= there.keys()


def _write_papers(rows: Sequence[_Row], transaction_id: int, at: datetime) -> dict[int, int]:
    """Key of a row → id of its certificate, valid from `at`."""
    made = Certificate.objects.bulk_create(
        [
            Certificate(
                form=row.given.form, kind_code=row.given.kind_code, serial=row.serial,
                serial_raw=row.given.serial.strip(), register_no=row.register_no,
                register_no_raw=row.given.register_no.strip(), code=row.given.code, bar_code=row.given.bar_code,
                token=new_token(), unit_id=row.given.unit_id, issued_on=row.given.issued_on, issuer=row.given.issuer,
                signer=row.given.signer, decision_no=row.given.decision_no, decision_date=row.given.decision_date,
                from_archive=True, transaction_id=transaction_id, created_at=at,
            )
            for row in rows
        ]
    )  # fmt: skip
    CertificateState.objects.bulk_create(
        [
            CertificateState(certificate=paper, status="valid", valid=(at, None), transaction_id=transaction_id)
            for paper in made
        ]
    )
    return {row.given.key: paper.pk for row, paper in zip(rows, made, strict=True)}


def _open_rights(rows: Sequence[_Row], transaction_id: int, at: datetime) -> dict[int, int]:
    """Key of a row → id of the use right it opened."""
    made = Right.objects.bulk_create(
        [
            Right(
                kind="land_use", form=row.given.holding, origin=row.given.origin, unit_id=row.given.unit_id,
                began_on=row.given.began_on or row.given.issued_on, valid=(at, None), transaction_id=transaction_id,
                cause=_CAUSE,
            )
            for row in rows
        ]
    )  # fmt: skip
    pairs = list(zip(made, rows, strict=True))
    RightSubject.objects.bulk_create(
        [RightSubject(right=right, parcel_id=parcel) for right, row in pairs for parcel in row.given.parcel_ids]
    )
    RightHolder.objects.bulk_create(
        [
            RightHolder(
                right=right, party_id=holder.party_id, represents=holder.represents,
                numerator=holder.share.numerator if holder.share else None,
                denominator=holder.share.denominator if holder.share else None,
            )
            for right, row in pairs
            for holder in row.given.holders
        ]
    )  # fmt: skip
    purposes = []
    for right, row in pairs:
        places: dict[int, int] = defaultdict(int)
        for use in row.given.purposes:
            places[use.parcel_id] += 1
            purposes.append(
                RightPurpose(
                    right=right, parcel_id=use.parcel_id, position=places[use.parcel_id], code=use.code,
                    area_m2=use.area_m2, term=use.term, until=use.until,
                )
            )  # fmt: skip
    RightPurpose.objects.bulk_create(purposes)
    return {row.given.key: right.pk for right, row in pairs}
