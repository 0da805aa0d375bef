"""Houses and other assets when the parcel they stand on is replaced."""

from collections.abc import Mapping, Sequence

from land_records.acts.changes import NewAsset, Ref
from land_records.acts.errors import ActRefusedError
from land_records.acts.state import ActState
from land_records.rights.snapshots import AssetSnapshot


def moved_assets(
    state: ActState, parcel_id: int, chosen: Mapping[int, Ref], parcels: Sequence[Ref]
) -> tuple[NewAsset, ...]:
    """The next versions of the assets standing on a parcel that ends: each on the parcel chosen for it.

    With one following parcel nothing needs to be chosen. Raises ActRefusedError for an asset without a place.
    """
    standing = [asset for asset in state.assets.values() if asset.parcel_id == parcel_id and asset.valid_to is None]
    made = []
    for asset in standing:
        place = chosen.get(asset.id, parcels[0] if len(parcels) == 1 else None)
        if place is None or place not in parcels:
            raise ActRefusedError(
                f"Trên thửa có {len(standing)} tài sản; chưa chọn thửa mới cho từng tài sản.",
                f"{len(standing)} assets stand on the parcel; choose the new parcel of each.",
                hint_vi="Ghi số phần mà nhà hoặc công trình nằm trên đó.",
                hint_en="Give the number of the part each house or construction stands on.",
                code="asset_without_place",
            )
        made.append(next_version(asset, place))
    return tuple(made)


def next_version(asset: AssetSnapshot, parcel: Ref | None) -> NewAsset:
    """The same asset on another parcel."""
    return NewAsset(
        key=f"asset:{asset.id}",
        kind=asset.kind,
        unit_id=asset.unit_id,
        parcel=parcel,
        facts={
            "name": asset.name,
            "built_area_m2": asset.built_area_m2,
            "floor_area_m2": asset.floor_area_m2,
            "floors": asset.floors,
            "structure": asset.structure,
            "grade": asset.grade,
            "ownership_until": asset.ownership_until,
        },
        asset_id=asset.id,
        building_id=asset.building_id,
        number=asset.number,
    )
