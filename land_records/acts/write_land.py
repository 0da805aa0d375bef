"""Parcels and assets of a plan, written."""

import pandas as pd

from land_records.acts.changes import Changes, NewParcel
from land_records.acts.written import Written, close_rows
from land_records.cadastre import revision
from land_records.cadastre.fabric import hold_fabric
from land_records.cadastre.moments import end_of
from land_records.cadastre.registration import register_parcels
from land_records.models import Asset, AssetVersion, ParcelLineage


def write_parcels(changes: Changes, written: Written) -> None:
    """Under the fabric lock: what ends frees its land, what goes on is revised, then new parcels take their places."""
    if not (changes.ended_parcels or changes.new_parcels or changes.revised_parcels):
        return
    hold_fabric()
    revision.end_parcels(
        [one.parcel_id for one in changes.ended_parcels], transaction_id=written.transaction_id, at=written.at
    )  # the land must be free before the parts take it
    if changes.revised_parcels:
        revisions = [
            revision.Revision(
                one.parcel_id, one.cause, one.geometry, one.land_uses, one.area_certificate, one.standing, one.corrects
            )
            for one in changes.revised_parcels
        ]
        _, neighbours = revision.revise_parcels(revisions, transaction_id=written.transaction_id, at=written.at)
        written.neighbours += neighbours
    by_sheet: dict[int, list[NewParcel]] = {}
    for parcel in changes.new_parcels:
        if parcel.geometry is None:
            written.ids[parcel.key] = _paper(parcel, written)
        else:
            by_sheet.setdefault(parcel.sheet_id, []).append(parcel)
    for sheet_id, parcels in sorted(by_sheet.items()):
        _open_on_sheet(sheet_id, parcels, written)
    ParcelLineage.objects.bulk_create(
        [
            ParcelLineage(
                parent_id=parent, child_id=written.ids[parcel.key], kind=parcel.lineage,
                parent_share=min(1.0, share), transaction_id=written.transaction_id, at=written.at,
            )
            for parcel in changes.new_parcels
            for parent, share in parcel.parents.items()
        ]
    )  # fmt: skip


def _paper(parcel: NewParcel, written: Written) -> int:
    return revision.open_paper_parcel(
        sheet_id=parcel.sheet_id,
        number=parcel.number or revision.next_number(parcel.sheet_id),
        land_uses=parcel.land_uses,
        area_certificate=parcel.area_certificate,
        transaction_id=written.transaction_id,
        at=written.at,
        cause=written.cause,
    )


def _open_on_sheet(sheet_id: int, parcels: list[NewParcel], written: Written) -> None:
    first = revision.next_number(sheet_id)
    numbers = []
    for parcel in parcels:
        numbers.append(parcel.number if parcel.number is not None else first)
        first = max(first, numbers[-1] + 1)
    receipt = register_parcels(
        transaction_id=written.transaction_id,
        sheet_id=sheet_id,
        parcels=pd.DataFrame(
            {
                "geometry": pd.Series([parcel.geometry for parcel in parcels], dtype=object),
                "number": numbers,
                "land_uses": [list(parcel.land_uses) for parcel in parcels],
                "land_use": [parcel.land_use for parcel in parcels],
                "area_certificate": [parcel.area_certificate for parcel in parcels],
                "area_labelled": [parcel.area_labelled for parcel in parcels],
            }
        ),
        at=written.at,
        standing=parcels[0].standing,
        cause=written.cause,
    )
    written.ids |= {parcel.key: made for parcel, made in zip(parcels, receipt.parcel_ids, strict=True)}
    written.neighbours += receipt.neighbour_versions


def write_assets(changes: Changes, written: Written) -> None:
    """Close the versions that end or go on, open the next ones."""
    going = [one.asset_id for one in changes.ended_assets] + [
        one.asset_id for one in changes.new_assets if one.asset_id
    ]
    old = {version.asset_id: version.pk for version in AssetVersion.objects.filter(
        asset_id__in=going, valid__upper_inf=True)}  # fmt: skip
    close_rows("land_records_assetversion", old.values(), written)
    for one in changes.new_assets:
        begin = written.at
        if one.asset_id is None:
            asset = Asset.objects.create(
                kind=one.kind, unit_id=one.unit_id, building_id=one.building_id, number=one.number
            )
            written.ids[one.key] = asset.pk
        else:
            written.ids[one.key] = one.asset_id
            begin = end_of(AssetVersion.objects.get(pk=old[one.asset_id]).valid)
        AssetVersion.objects.create(
            asset_id=written.ids[one.key],
            parcel_id=written.of(one.parcel),
            valid=(begin, None),
            transaction_id=written.transaction_id,
            **one.facts,
        )
