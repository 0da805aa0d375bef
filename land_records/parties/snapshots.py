"""What goes into and out of the room of parties: frozen values, no models, no querysets."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Particulars:
    """Who a party is. Texts may be empty, dates None; `birth_year` alone where papers tell no day."""

    name: str
    short_name: str = ""
    foreign_name: str = ""
    gender: str = ""
    birth_date: date | None = None
    birth_year: int | None = None
    death_date: date | None = None
    death_year: int | None = None
    nationality: str = ""
    ethnicity: str = ""
    tax_code: str = ""
    phone: str = ""
    email: str = ""
    founding_number: str = ""
    founding_date: date | None = None
    founding_kind: str = ""
    wife_first: bool = False


@dataclass(frozen=True, slots=True)
class PaperDraft:
    """A paper to be entered: its kind, its number as written, by whom and when issued."""

    kind: str
    number: str
    issued_on: date | None = None
    issued_by: str = ""


@dataclass(frozen=True, slots=True)
class AddressDraft:
    """An address to be entered: `detail` as written, or made of its parts; `unit_id` of the commune when known."""

    detail: str = ""
    unit_id: int | None = None
    house_number: str = ""
    street: str = ""
    hamlet: str = ""


@dataclass(frozen=True, slots=True)
class PartyReceipt:
    """What entering a party made; `same_number` are parties that carry one of its numbers, now listed as duplicates."""

    party_id: int
    same_number: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperSnapshot:
    """A paper. `number` is masked unless numbers were asked for; empty when erased. `valid_to` None: it stands."""

    id: int
    party_id: int
    kind: str
    number: str
    issued_on: date | None
    issued_by: str
    valid_from: datetime
    valid_to: datetime | None
    replaced_by_id: int | None
    readable: bool = True


@dataclass(frozen=True, slots=True)
class AddressSnapshot:
    """An address and its time."""

    id: int
    purpose: str
    detail: str
    unit_id: int | None
    house_number: str
    street: str
    hamlet: str
    valid_from: datetime
    valid_to: datetime | None


@dataclass(frozen=True, slots=True)
class MemberSnapshot:
    """A party in a group, seen from either side; `name` is of the other one."""

    id: int
    party_id: int
    name: str
    birth_year: int | None
    role: str
    valid_from: datetime
    valid_to: datetime | None


@dataclass(frozen=True, slots=True)
class VersionSnapshot:
    """Particulars during a time, and why they were opened."""

    id: int
    facts: Particulars
    cause: str
    valid_from: datetime
    valid_to: datetime | None
    transaction_id: int | None
    recorded_by_id: int
    erased: bool


@dataclass(frozen=True, slots=True)
class MergeSnapshot:
    """One merge: who was found to be who, by whom, on what evidence; `undone_at` None: it stands."""

    id: int
    kept_id: int
    absorbed_id: int
    evidence: dict[str, object]
    reason: str
    merged_by_id: int
    merged_at: datetime
    undone_by_id: int | None
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class PartySnapshot:
    """One party at a moment. `id` is the kept party, `asked_id` the one asked for; `absorbed` were found to be it."""

    id: int
    asked_id: int
    kind: str
    user_kind: str
    unit_ids: tuple[int, ...]
    current: VersionSnapshot | None
    versions: tuple[VersionSnapshot, ...]
    papers: tuple[PaperSnapshot, ...]
    addresses: tuple[AddressSnapshot, ...]
    members: tuple[MemberSnapshot, ...]
    member_of: tuple[MemberSnapshot, ...]
    merges: tuple[MergeSnapshot, ...]

    @property
    def name(self) -> str:
        """The name at the asked moment; empty when erased or not yet there."""
        return self.current.facts.name if self.current else ""

    @property
    def absorbed_ids(self) -> tuple[int, ...]:
        """Parties found to be this one, as things stand."""
        return tuple(merge.absorbed_id for merge in self.merges if merge.undone_at is None)


@dataclass(frozen=True, slots=True)
class DisplayName:
    """A party in one line: for lists, forms and papers that name it; `user_kind` is its code of land user."""

    id: int
    asked_id: int
    kind: str
    user_kind: str
    name: str
    birth_year: int | None
    death_year: int | None


@dataclass(frozen=True, slots=True)
class PartyHit:
    """One line of a search. `former`: the text matched a name or address the party no longer has.

    `unit_ids`: where it was entered or holds a right; of a party outside the reader's units nothing is told.
    """

    id: int
    kind: str
    user_kind: str
    name: str
    birth_year: int | None
    death_year: int | None
    address: str
    papers: tuple[str, ...]
    former: bool
    here: bool
    unit_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PartyAnswer:
    """What a search found, best first; `more`: there are further hits, narrow the text."""

    hits: tuple[PartyHit, ...]
    what: str
    more: bool = False


@dataclass(frozen=True, slots=True)
class DuplicateSnapshot:
    """A pair that may be one party. `evidence`: codes with figures, no personal data."""

    id: int
    first: DisplayName
    second: DisplayName
    evidence: dict[str, object]
    status: str
    proposed_at: datetime
    decided_by_id: int | None
    decided_at: datetime | None
    merge_id: int | None


@dataclass(frozen=True, slots=True)
class ProposalReceipt:
    """What looking for duplicates made. `too_common`: names with a year that so many bear that no pair was made."""

    proposed: int
    open: int
    too_common: int


@dataclass(frozen=True, slots=True)
class ProposalState:
    """A change that waits for an act: whose (the kept party), whether it is over, what changes."""

    id: int
    party_id: int
    settled: bool
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposedChange:
    """What would be entered, the paper's number masked; all None when it is over (`settled`)."""

    id: int
    party_id: int
    facts: Particulars | None
    paper: PaperDraft | None
    address: AddressDraft | None
    settled: bool
