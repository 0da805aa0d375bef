"""Ground for tests of acts: squares with holders, rights and certificates, and the people who may act."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection

from accounts.api import Role, User
from dossiers import api as dossiers
from land_records import api as land_records
from land_records.models import Certificate, CertificateState
from tests.dossiers.people import PHAN_THIET, person
from tests.land_records.fabric_ground import ORIGIN, Ground, ground, squares
from tests.land_records.parties_ground import a_person

AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


@dataclass
class Estate:
    """Parcels of 20 × 20 m from ORIGIN eastwards, an officer who drafts and an approver who decides."""

    ground: Ground
    officer: User
    approver: User
    parcels: tuple[int, ...]
    moment: datetime = AT
    papers: tuple[str, ...] = ("certificate",)

    def dossier(self) -> int:
        """A fresh application with the papers that acts ask for."""
        made = dossiers.open_dossier(
            actor=self.officer, kind="application", unit_id=self.ground.unit_id, title="Hồ sơ thử"
        ).id
        papers = [dossiers.DocumentDraft(type_code=code) for code in self.papers]
        dossiers.add_documents(actor=self.officer, dossier_id=made, documents=papers)
        return made

    def draft(self, kind: str, payload: dict[str, Any]) -> int:
        """A draft of an act in a dossier of its own."""
        return land_records.draft_act(
            actor=self.officer, dossier_id=self.dossier(), kind=kind, payload=payload, at=self.moment
        ).id

    def submitted(self, kind: str, payload: dict[str, Any]) -> int:
        """A submitted act."""
        act = self.draft(kind, payload)
        land_records.submit_act(actor=self.officer, act_id=act, at=self.moment)
        return act

    def done(self, kind: str, payload: dict[str, Any]) -> land_records.ActReceipt:
        """An act from draft to approval; time goes on by a minute."""
        act = self.submitted(kind, payload)
        self.moment += timedelta(minutes=1)
        return land_records.approve_act(approver=self.approver, act_id=act, at=self.moment)

    def right(self, parcel_id: int | None = None, *, party_id: int | None = None, **more: Any) -> int:
        """A use right on a parcel, registered first time; answers its id."""
        parcel = parcel_id if parcel_id is not None else self.parcels[0]
        holder = party_id if party_id is not None else a_person(self.officer)
        payload = {
            "parcel_ids": [parcel],
            "holders": [{"party_id": holder}],
            "purposes": [{"parcel_id": parcel, "code": "ODT", "area_m2": "400"}],
            "origin": "CNQ-CTT",
            "began_on": str(date(2010, 5, 4)),
            **more,
        }
        return self.done("first_registration", payload).ids["right:1"]

    def certificate(self, right_id: int, serial: str = "AA 00000001") -> int:
        """A certificate in force for a right: the draft of its first registration gets a serial."""
        [draft] = land_records.certificates_on(right_ids=[right_id])
        Certificate.objects.filter(pk=draft.id).update(serial=serial.replace(" ", ""), serial_raw=serial)
        now = CertificateState.objects.get(certificate_id=draft.id, valid__upper_inf=True)
        moment = self.moment + timedelta(seconds=1)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE land_records_certificatestate SET valid = tstzrange(lower(valid), %s), closed_by_id = %s"
                " WHERE id = %s",
                [moment, now.transaction_id, now.pk],
            )
        CertificateState.objects.create(
            certificate_id=draft.id, status="valid", valid=(moment, None), transaction_id=now.transaction_id
        )
        return draft.id

    def status(self, certificate_id: int) -> str:
        """The status of a certificate now."""
        return land_records.certificates_by_id([certificate_id])[0].status

    def use_right(self, parcel_id: int) -> land_records.RightSnapshot:
        """The use right in force on a parcel."""
        [right] = [one for one in land_records.rights_on(parcel_ids=[parcel_id]) if one.kind == "land_use"]
        return right


def estate(columns: int = 3, *, north: float = 0.0) -> Estate:
    """Squares in a row, official, without rights, `north` metres from ORIGIN."""
    made = ground()
    receipt = made.register(squares(columns, north=north))
    return Estate(made, person(Role.OFFICER, PHAN_THIET), made.approver, receipt.parcel_ids)


def vertical(east: float) -> list[list[list[float]]]:
    """A cut line from south to north, `east` metres from ORIGIN, through all squares."""
    x, y = ORIGIN[0] + east, ORIGIN[1]
    return [[[x, y - 5], [x, y + 25]]]


def place(east: float, north: float) -> dict[str, float]:
    """A typed place, metres from ORIGIN: X is north, Y east."""
    return {"x_north": ORIGIN[1] + north, "y_east": ORIGIN[0] + east}


def cut_at(east: float) -> dict[str, Any]:
    """A typed cut from south to north, `east` metres from ORIGIN."""
    return {"how": "points", "points": [place(east, -5), place(east, 25)]}


def paper(number: str = "12/QĐ-UBND") -> dict[str, str]:
    """A decision or contract an act rests on."""
    return {"paper_number": number, "paper_date": "2026-03-01"}
