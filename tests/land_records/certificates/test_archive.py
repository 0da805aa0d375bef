"""Certificates of the archive, entered in one block: what is written, what is found, how many statements it takes."""

from fractions import Fraction
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from dossiers import api as dossiers
from land_records import api as land_records
from tests.land_records.acts.ground import Estate, estate
from tests.land_records.certificates.papers import code_of
from tests.land_records.parties_ground import a_person

pytestmark = pytest.mark.django_db


def row(
    land: Estate, key: int, serial: str, parcel: int | None = None, **more: Any
) -> land_records.ArchivedCertificate:
    parcels = more.pop("parcel_ids", () if parcel is None else (land.parcels[parcel],))
    return land_records.ArchivedCertificate(
        key=key, serial=serial, unit_id=land.ground.unit_id, parcel_ids=parcels,
        **{"form": "tt23_2014", "holders": (land_records.Holder(a_person(land.officer)),),
           "purposes": tuple(land_records.ArchivedPurpose(one, "ODT") for one in parcels), **more},
    )  # fmt: skip


def entered(land: Estate, rows: list[land_records.ArchivedCertificate]) -> tuple[land_records.ArchivedResult, ...]:
    act = land.ground.approved()
    with transaction.atomic():
        return land_records.record_archived_certificates(
            actor=land.approver, transaction_id=act, rows=rows, at=land.moment
        )


def found(result: land_records.ArchivedResult) -> list[str]:
    return [finding.code for finding in result.findings]


def test_a_paper_with_holders_opens_its_right_and_proves_it() -> None:
    land = estate()
    [result] = entered(land, [row(land, 7, "BM 123456", 0, register_no="CH 01234", origin="CNQ-CTT")])
    assert (result.key, result.findings) == (7, ())
    paper = land_records.certificate_by_serial("BM 123456")
    assert (paper.status, paper.from_archive, paper.form) == ("valid", True, "tt23_2014")
    assert paper.parcel_ids == (land.parcels[0],)
    right = land.use_right(land.parcels[0])
    assert paper.right_ids == (right.id,) == result.right_ids
    assert [use.code for use in right.purposes] == ["ODT"]
    assert "record_archived_certificate" in {line.act for line in dossiers.entries_about("certificate", paper.id)}


def test_what_is_wrong_with_one_row_does_not_stop_the_others() -> None:
    land = estate()
    entered(land, [row(land, 1, "BM 123456", 0, register_no="CH 1")])
    results = entered(
        land,
        [
            row(land, 1, "BM 123456", 1),
            row(land, 2, "BM 123457", 1, register_no="ch 1"),
            row(land, 3, "12345", 1),
            row(land, 4, "BM 123458", 0),
            row(land, 5, "BM 123459", None, parcel_ids=(10**9,)),
            row(land, 6, "BM 123460", 1),
            row(land, 7, "BM 123460", 2),
            row(land, 8, "BM 123461", 2, holders=()),
            row(land, 9, "BM 123462", 2, holding="shares",
                holders=(land_records.Holder(a_person(land.officer), Fraction(1, 2)),)),
        ],
    )  # fmt: skip
    assert [found(result) for result in results] == [
        ["REGISTER-SERIAL-TAKEN"], ["REGISTER-BOOK-NUMBER-TAKEN"], ["REGISTER-SERIAL-BAD"],
        ["REGISTER-PARCEL-HAS-RIGHT"], ["REGISTER-PARCEL-UNKNOWN"], [], ["REGISTER-SERIAL-TAKEN"],
        ["REGISTER-CERTIFICATE-WITHOUT-HOLDER"], ["REGISTER-HOLDERS-NOT-WHOLE"],
    ]  # fmt: skip
    assert [result.key for result in results if result.certificate_id] == [6, 8]


def test_a_right_registered_before_is_proved_by_the_paper_of_the_same_holder() -> None:
    land = estate()
    holder = a_person(land.officer)
    right = land.right(land.parcels[0], party_id=holder, certificate=False)
    [result] = entered(land, [row(land, 1, "BM 123456", 0, holders=(land_records.Holder(holder),))])
    assert result.right_ids == (right,)
    [again] = entered(land, [row(land, 1, "BM 123457", 0, holders=(land_records.Holder(holder),))])
    assert found(again) == ["REGISTER-PARCEL-HAS-RIGHT"], "one right, one paper"


def test_two_rows_of_one_block_do_not_both_open_a_right_on_a_parcel() -> None:
    land = estate()
    first, second = entered(land, [row(land, 1, "BM 123456", 0), row(land, 2, "BM 123457", 0)])
    assert (found(first), found(second)) == ([], ["REGISTER-PARCEL-HAS-RIGHT"])


def test_only_inside_an_approved_transaction_by_its_approver() -> None:
    land = estate()
    act = land.ground.approved()
    with pytest.raises(land_records.IssueRefusedError) as refusal, transaction.atomic():
        land_records.record_archived_certificates(actor=land.officer, transaction_id=act, rows=[], at=land.moment)
    assert code_of(refusal) == "transaction_not_approved"


def test_ten_rows_take_as_many_statements_as_two() -> None:
    land = estate(12)
    counts = []
    for first, rows in ((0, 2), (2, 10)):
        block = [row(land, n, f"BM {200000 + n}", n) for n in range(first, first + rows)]
        act = land.ground.approved()
        with CaptureQueriesContext(connection) as counted, transaction.atomic():
            land_records.record_archived_certificates(
                actor=land.approver, transaction_id=act, rows=block, at=land.moment
            )
        counts.append(len(counted))
    assert counts[0] == counts[1]
