"""What `land_records.api` offers about parties.

Whatever answers names, numbers of papers or addresses takes `actor` and `purpose` and writes the read log
(`dossiers.log_read`) before it answers. `resolve_parties`, `family_of` and `spouses_of` answer numbers only.
"""

from land_records.parties.changing import change_particulars, set_address
from land_records.parties.duplicates import keep_apart, merge_parties, propose_duplicates, undo_merge
from land_records.parties.entering import (
    add_community,
    add_couple,
    add_group,
    add_household,
    add_organisation,
    add_person,
)
from land_records.parties.erasing import erase_party
from land_records.parties.errors import (
    ErasureRefused,
    IdentityKeyMissing,
    IdentityRefused,
    MemberRefused,
    MergeRefused,
    NameRefused,
    ParticularsRefused,
    PartyNotFound,
    SealBroken,
)
from land_records.parties.kinds import USER_KINDS, UserKind
from land_records.parties.members import ROLES_OF_KIND, add_member, end_member
from land_records.parties.papers import add_identity_paper
from land_records.parties.proposing import proposal_state, propose_particulars, proposed_change
from land_records.parties.queue import duplicate_pairs
from land_records.parties.reach import admit_party, note_unit
from land_records.parties.reading import display_names, parties, party
from land_records.parties.resolving import family_of, resolve_parties, spouses_of
from land_records.parties.rotating import KeyState, RotationReceipt, key_state, rotate_identity_keys
from land_records.parties.search import search_parties
from land_records.parties.snapshots import (
    AddressDraft,
    AddressSnapshot,
    DisplayName,
    DuplicateSnapshot,
    MemberSnapshot,
    MergeSnapshot,
    PaperDraft,
    PaperSnapshot,
    Particulars,
    PartyAnswer,
    PartyHit,
    PartyReceipt,
    PartySnapshot,
    ProposalReceipt,
    ProposalState,
    ProposedChange,
    VersionSnapshot,
)

__all__ = [
    "ROLES_OF_KIND",
    "USER_KINDS",
    "AddressDraft",
    "AddressSnapshot",
    "DisplayName",
    "DuplicateSnapshot",
    "ErasureRefused",
    "IdentityKeyMissing",
    "IdentityRefused",
    "KeyState",
    "MemberRefused",
    "MemberSnapshot",
    "MergeRefused",
    "MergeSnapshot",
    "NameRefused",
    "PaperDraft",
    "PaperSnapshot",
    "Particulars",
    "ParticularsRefused",
    "PartyAnswer",
    "PartyHit",
    "PartyNotFound",
    "PartyReceipt",
    "PartySnapshot",
    "ProposalReceipt",
    "ProposalState",
    "ProposedChange",
    "RotationReceipt",
    "SealBroken",
    "UserKind",
    "VersionSnapshot",
    "add_community",
    "add_couple",
    "add_group",
    "add_household",
    "add_identity_paper",
    "add_member",
    "add_organisation",
    "add_person",
    "admit_party",
    "change_particulars",
    "display_names",
    "duplicate_pairs",
    "end_member",
    "erase_party",
    "family_of",
    "keep_apart",
    "key_state",
    "merge_parties",
    "note_unit",
    "parties",
    "party",
    "proposal_state",
    "propose_duplicates",
    "propose_particulars",
    "proposed_change",
    "resolve_parties",
    "rotate_identity_keys",
    "search_parties",
    "set_address",
    "spouses_of",
    "undo_merge",
]
