"""The table of acts: one line per kind. A new act is a new file in acts/kinds and a new line here."""

from land_records.acts.errors import ActRefusedError
from land_records.acts.kinds import first_registration, mortgage_right, release_mortgage, split_parcel, transfer_right
from land_records.acts.protocol import ActKind

ACT_KINDS: tuple[ActKind, ...] = (
    first_registration.KIND,
    split_parcel.KIND,
    transfer_right.KIND,
    mortgage_right.KIND,
    release_mortgage.KIND,
)

_BY_CODE = {kind.code: kind for kind in ACT_KINDS}


def act_kind(code: str) -> ActKind:
    """The kind of that code. Raises ActRefusedError."""
    try:
        return _BY_CODE[code]
    except KeyError:
        raise ActRefusedError(
            f"Không có loại biến động “{code}”.", f"There is no kind of act “{code}”.", code="act_kind_unknown"
        ) from None
