"""Which scan belongs to which certificate, and which certificate to which parcel. No database, no files.

A scan is known by the code on its first page, else by its name. Code and name that point to different certificates
are ambiguous, never decided here. Every file and every row gets exactly one outcome, so that the report balances.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from importers.archive_linking.file_names import NameKeys, NameRule
from importers.archive_linking.rows import SheetRow, plain_key

ELIS_FIELDS = 8
"""Fields of the QR the ELIS writer makes, between bars: …, dossier code (4th), serial (5th), …"""


class FileOutcome(StrEnum):
    """What became of a file."""

    MATCHED = "matched"
    ALREADY = "already"
    AMBIGUOUS = "ambiguous"
    ORPHAN = "orphan"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    LEFT = "left"


class RowOutcome(StrEnum):
    """What became of a row of the spreadsheet."""

    MATCHED = "matched"
    ALREADY = "already"
    AMBIGUOUS = "ambiguous"
    NO_SCAN = "no_scan"
    ORPHAN = "orphan"
    REFUSED = "refused"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class ScanFile:
    """One delivered file: path inside the delivery, content, codes read on its first page, refusal code or empty."""

    name: str
    sha256: str
    codes: tuple[str, ...] = ()
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class ParcelKey:
    """What a row says of its parcel: national code, or unit with sheet and number."""

    unit_code: str
    sheet: str
    number: str
    code: str = ""


class RegisterLookup(Protocol):
    """What matching asks the register; certificates are known by their plain serial (capitals and digits)."""

    def parcels(self, keys: Collection[ParcelKey]) -> Mapping[ParcelKey, tuple[int, ...]]:
        """Ids of the parcels each key may mean, every key answered; several when the reference is ambiguous."""

    def certificates(self, serials: Iterable[str]) -> Mapping[str, int]:
        """Plain serial → id, for those in the register."""

    def archive_dossiers(self, hashes: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
        """SHA-256 → ids of archive dossiers that hold the scan already."""


@dataclass(slots=True)
class FileMatch:
    """A file and its outcome; `group` is the certificate it goes to, `candidates` those it may go to."""

    file: ScanFile
    outcome: FileOutcome
    reason: str = ""
    group: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(slots=True)
class GroupMatch:
    """A certificate of the spreadsheet, its outcome, its parcels, and those it may lie on."""

    key: str
    rows: tuple[SheetRow, ...]
    outcome: RowOutcome
    reason: str = ""
    parcel_ids: tuple[int, ...] = ()
    candidates: tuple[int, ...] = ()
    certificate_id: int | None = None


@dataclass(slots=True)
class Matching:
    """Everything that came in, each with one outcome. `nameless` are rows that name no certificate."""

    files: list[FileMatch]
    groups: list[GroupMatch]
    nameless: list[SheetRow] = field(default_factory=list)


def match(
    *, groups: Mapping[str, Sequence[SheetRow]], nameless: Sequence[SheetRow], files: Sequence[ScanFile],
    rule: NameRule, register: RegisterLookup,
) -> Matching:  # fmt: skip
    """Give every file and every certificate its outcome."""
    index = _Index(groups)
    known = register.archive_dossiers({file.sha256 for file in files})
    seen: dict[str, str] = {}
    matches = []
    for file in files:
        matches.append(_file_match(file, index, rule, known, seen))
        seen.setdefault(file.sha256, file.name)
    certificates = register.certificates({rows[0].serial for rows in groups.values() if rows[0].serial})
    parcels = register.parcels({key for rows in groups.values() for row in rows for key in _parcel_keys(row)})
    outcomes = defaultdict(set)
    for one in matches:
        outcomes[one.group].add(one.outcome)
    found = [
        _group_match(key, tuple(rows), outcomes[key], certificates.get(rows[0].serial), parcels)
        for key, rows in groups.items()
    ]
    _follow(matches, found)
    return Matching(matches, found, list(nameless))


class _Index:
    """The certificates by every key a file may give. Đ counts as D: file names lose it."""

    def __init__(self, groups: Mapping[str, Sequence[SheetRow]]) -> None:
        self._of: dict[tuple[str, ...], list[str]] = {}
        for key, rows in groups.items():
            for row in rows:
                for said in self._keys(row):
                    self._of.setdefault(said, [])
                    if key not in self._of[said]:
                        self._of[said].append(key)

    def _keys(self, row: SheetRow) -> list[tuple[str, ...]]:
        keys: list[tuple[str, ...]] = []
        if row.serial:
            keys.append(("serial", loose(row.serial)))
        if row.book_number:
            keys.append(("book", loose(row.book_number)))
        if row.dossier_code:
            keys.append(("dossier", loose(row.dossier_code)))
        for sheet, number in ((row.sheet, row.number), (row.sheet_certificate, row.number_certificate)):
            if sheet and number:
                keys += [("parcel", row.unit_code, sheet, number), ("parcel", "", sheet, number)]
        return keys

    def by_code(self, code: str) -> list[str]:
        """Certificates a QR or bar code names."""
        fields = code.split("|")
        if len(fields) == ELIS_FIELDS:
            return self.get("serial", fields[4]) or self.get("dossier", fields[3])
        return self.get("serial", code) or self.get("dossier", code) or self.get("book", code)

    def by_name(self, keys: NameKeys) -> list[str]:
        """Certificates one reading of a name names."""
        if keys.serial:
            return self.get("serial", keys.serial)
        if keys.dossier:
            return self.get("dossier", keys.dossier)
        if keys.parcel:
            return list(self._of.get(("parcel", keys.unit, keys.sheet, keys.parcel), []))
        return self.get("book", keys.book_number)

    def get(self, kind: str, text: str) -> list[str]:
        """Certificates under one key."""
        plain = loose(plain_key(text))
        return list(self._of.get((kind, plain), [])) if plain else []


def loose(plain: str) -> str:
    """A plain key as file names keep it."""
    return plain.replace("Đ", "D")


def _file_match(
    file: ScanFile, index: _Index, rule: NameRule, known: Mapping[str, tuple[int, ...]], seen: Mapping[str, str]
) -> FileMatch:
    if file.refusal:
        return FileMatch(file, FileOutcome.REFUSED, file.refusal)
    if file.sha256 in seen:
        return FileMatch(file, FileOutcome.DUPLICATE, "same_content")
    by_code = _first_hit(index.by_code(code) for code in file.codes)
    by_name = _first_hit(index.by_name(keys) for keys in rule.keys(file.name))
    differ = bool(by_code and by_name and not set(by_code) & set(by_name))
    both = [key for key in by_code if key in by_name] if by_code and by_name else by_code or by_name
    if file.sha256 in known:
        return FileMatch(file, FileOutcome.ALREADY, "in_archive", group=both[0] if len(both) == 1 else "")
    if differ:
        return FileMatch(file, FileOutcome.AMBIGUOUS, "code_and_name_differ", candidates=(*by_code, *by_name))
    if len(both) > 1:
        return FileMatch(file, FileOutcome.AMBIGUOUS, "several_certificates", candidates=tuple(both))
    if not both:
        return FileMatch(file, FileOutcome.ORPHAN, "not_in_sheet" if rule.keys(file.name) else "silent")
    return FileMatch(file, FileOutcome.MATCHED, "code" if by_code else "name", group=both[0])


def _first_hit(lists: Iterable[list[str]]) -> list[str]:
    return next((found for found in lists if found), [])


def _group_match(
    key: str,
    rows: tuple[SheetRow, ...],
    files: set[FileOutcome],
    certificate: int | None,
    found: Mapping[ParcelKey, tuple[int, ...]],
) -> GroupMatch:
    problem = next((row.problem for row in rows if row.problem), "")
    if problem:
        return GroupMatch(key, rows, RowOutcome.REFUSED, problem, certificate_id=certificate)
    parcels, candidates = _parcels(rows, found)
    group = GroupMatch(key, rows, RowOutcome.MATCHED, "", parcels, candidates, certificate)
    fresh = FileOutcome.MATCHED in files
    if not fresh and FileOutcome.ALREADY in files:
        group.outcome, group.reason = RowOutcome.ALREADY, "in_archive"
    elif candidates:
        group.outcome, group.reason = RowOutcome.AMBIGUOUS, "several_parcels"
    elif not parcels and certificate is None:
        group.outcome, group.reason = RowOutcome.ORPHAN, "parcel_not_found"
    elif not fresh:
        group.outcome, group.reason = RowOutcome.NO_SCAN, "no_scan"
    return group


def _parcels(
    rows: Sequence[SheetRow], found: Mapping[ParcelKey, tuple[int, ...]]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Parcels that are sure, and candidates of those that are not. The number on the map goes before the paper's."""
    sure: dict[int, None] = {}
    open_ones: dict[int, None] = {}
    asked: set[ParcelKey] = set()
    for row in rows:
        for key in _parcel_keys(row):
            if key in asked:
                break
            asked.add(key)
            ids = found[key]
            if len(ids) == 1:
                sure[ids[0]] = None
            open_ones.update(dict.fromkeys(ids if len(ids) > 1 else ()))
            if ids:
                break
    return tuple(sure), tuple(parcel for parcel in open_ones if parcel not in sure)


def _parcel_keys(row: SheetRow) -> list[ParcelKey]:
    keys = [ParcelKey(row.unit_code, "", "", row.parcel_code)] if row.parcel_code else []
    for sheet, number in ((row.sheet, row.number), (row.sheet_certificate, row.number_certificate)):
        if sheet and number:
            keys.append(ParcelKey(row.unit_code, sheet, number))
    return keys


def _follow(files: list[FileMatch], groups: list[GroupMatch]) -> None:
    """A file whose certificate has no place, or an uncertain one, waits with it."""
    by_key = {group.key: group for group in groups}
    for one in files:
        group = by_key.get(one.group)
        if one.outcome != FileOutcome.MATCHED or group is None:
            continue
        if group.outcome == RowOutcome.REFUSED:
            one.outcome, one.reason = FileOutcome.ORPHAN, "row_refused"
        elif group.outcome == RowOutcome.ORPHAN:
            one.outcome, one.reason = FileOutcome.ORPHAN, "parcel_not_found"
        elif group.outcome == RowOutcome.AMBIGUOUS:
            one.outcome, one.reason = FileOutcome.AMBIGUOUS, "several_parcels"
            one.candidates = (group.key,)
