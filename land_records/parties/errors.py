"""Refusals about parties. Texts name parties by number, never by name; numbers of papers never stand in them."""

from gis_core.errors import DomainError


class PartyNotFound(DomainError):
    """No party has this number, or it lies outside the reader's units."""

    code = "party_not_found"

    def __init__(self, party_id: int) -> None:
        """`party_id` as asked."""
        super().__init__(
            f"Không có người sử dụng đất số {party_id} trong địa bàn của bạn.",
            f"There is no party {party_id} in your units.",
            hint_vi="Tìm theo số giấy tờ; người ở địa bàn khác được đưa vào địa bàn của bạn khi có giấy tờ và hồ sơ.",
            hint_en="Search by identity number; with the paper and a dossier, a party elsewhere can be admitted here.",
        )


class NameRefused(DomainError):
    """A name that is empty, or that was typed or decoded in a wrong character set."""

    code = "name_refused"


class ParticularsRefused(DomainError):
    """Facts about a party that cannot be: born in the future, dead before birth, a kind that does not fit."""

    code = "particulars_refused"


class ErasureRefused(DomainError):
    """A party that holds or limits a right in force: the register must be able to say whose it is."""

    code = "erasure_refused"


class IdentityRefused(DomainError):
    """A number its kind of paper cannot carry, or that contradicts gender or year of birth."""

    code = "identity_refused"


class IdentityKeyMissing(DomainError):
    """The key that sealed a number, or the whole ring, is not there."""

    code = "identity_key_missing"


class SealBroken(DomainError):
    """A sealed number does not open: changed, moved to another row, or another key."""

    code = "identity_seal_broken"


class MemberRefused(DomainError):
    """A member or a role the group cannot have."""

    code = "member_refused"


class MergeRefused(DomainError):
    """Two parties that cannot become one, or a merge that cannot be undone now."""

    code = "merge_refused"
