"""The table of acts: one line per kind. A new act is a new file in acts/kinds and a new line here."""

from land_records.acts.errors import ActRefusedError
from land_records.acts.kinds import (
    change_grant_form,
    change_holding,
    change_particulars,
    change_purpose,
    contribute_capital,
    correct_boundary,
    correct_error,
    end_derived_right,
    establish_easement,
    extend_term,
    first_registration,
    grant_land,
    lease_right,
    merge_parcels,
    mortgage_right,
    place_restriction,
    record_erosion,
    recover_land,
    redetermine_residential,
    register_asset,
    register_paper_parcel,
    reissue_certificate,
    release_mortgage,
    release_restriction,
    resurvey_parcel,
    revoke_certificate,
    split_parcel,
    transfer_right,
)
from land_records.acts.protocol import ActKind

ACT_KINDS: tuple[ActKind, ...] = (
    first_registration.KIND,
    register_paper_parcel.KIND,
    register_asset.KIND,
    split_parcel.KIND,
    merge_parcels.KIND,
    correct_boundary.KIND,
    resurvey_parcel.KIND,
    transfer_right.KIND,
    change_holding.KIND,
    change_particulars.KIND,
    lease_right.KIND,
    contribute_capital.KIND,
    end_derived_right.KIND,
    mortgage_right.KIND,
    release_mortgage.KIND,
    change_purpose.KIND,
    extend_term.KIND,
    redetermine_residential.KIND,
    grant_land.KIND,
    change_grant_form.KIND,
    recover_land.KIND,
    record_erosion.KIND,
    place_restriction.KIND,
    release_restriction.KIND,
    establish_easement.KIND,
    reissue_certificate.KIND,
    revoke_certificate.KIND,
    correct_error.KIND,
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
