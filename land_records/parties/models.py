"""Parties and everything that tells who they are (LADM LA_Party, LA_GroupParty; DOMAIN 7, 11).

`Party` is the identity other tables point to and says nothing about a person. What does (names, papers, addresses)
stands in tables of its own, column by column personal: null when unknown or erased, in the history a commitment.
Identity numbers exist only sealed (`sealed`) and as a keyed index (`blind_index`); see `sealing.py`.
"""

from django.conf import settings
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import PROTECT, F, Q

_PERSON = settings.AUTH_USER_MODEL
_TRANSACTION = "dossiers.Transaction"


class Party(models.Model):
    """Someone who can hold rights. `merged_into`: the party this one was found to be; null while it stands alone."""

    class Kind(models.TextChoices):
        """What kind of holder; DC_CaNhan, DC_VoChong, DC_HoGiaDinh, DC_ToChuc, DC_CongDong and two more."""

        PERSON = "person", "cá nhân"
        COUPLE = "couple", "vợ chồng"
        HOUSEHOLD = "household", "hộ gia đình"
        ORGANISATION = "organisation", "tổ chức"
        COMMUNITY = "community", "cộng đồng dân cư"
        FOREIGN_INVESTED = "foreign_invested", "tổ chức có vốn đầu tư nước ngoài"
        GROUP = "group", "nhóm người"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    user_kind = models.CharField(max_length=5, help_text="code of land users, TT 08/2024: CNV, TKT, CDS …")
    merged_into = models.ForeignKey("self", on_delete=PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey(_PERSON, on_delete=PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "người sử dụng đất"
        verbose_name_plural = "người sử dụng đất"
        constraints = [
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="land_records_party_not_into_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.pk}"


class PartyUnit(models.Model):
    """A unit whose officers may find the party by name: where it was entered, holds rights or lives."""

    party = models.ForeignKey(Party, on_delete=PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("reference.Unit", on_delete=PROTECT, related_name="+", db_index=False)
    since = models.DateTimeField()
    recorded_by = models.ForeignKey(_PERSON, on_delete=PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = "địa bàn của người sử dụng đất"
        verbose_name_plural = "địa bàn của người sử dụng đất"
        constraints = [models.UniqueConstraint(fields=["party", "unit"], name="land_records_party_unit_once")]

    def __str__(self) -> str:
        return f"{self.party_id}@{self.unit_id}"


class Timed(models.Model):
    """A row that holds for a time. `valid`: legal time of the entry; paper dates are columns of their own."""

    valid = DateTimeRangeField()
    transaction = models.ForeignKey(_TRANSACTION, on_delete=PROTECT, null=True, related_name="+", db_index=False)
    closed_by = models.ForeignKey(_TRANSACTION, on_delete=PROTECT, null=True, related_name="+", db_index=False)
    recorded_by = models.ForeignKey(_PERSON, on_delete=PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True


class PartyParticulars(Timed):
    """Who a party is during a time. One version at any moment; a correction opens a version with `corrects`.

    `folded_name` is the search key (no case, no accents, `gis_core.text.names.fold`), `folded_back` the same words
    in reverse order: the given name comes last in Vietnamese and people search by it.
    """

    class Gender(models.TextChoices):
        """As in DC_CaNhan.gioiTinh."""

        FEMALE = "female", "nữ"
        MALE = "male", "nam"
        OTHER = "other", "khác"

    class Cause(models.TextChoices):
        """Why the version was opened."""

        REGISTERED = "registered", "lập mới"
        CHANGED = "changed", "thay đổi thông tin"
        CORRECTED = "corrected", "đính chính"

    party = models.ForeignKey(Party, on_delete=PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=255, null=True)
    folded_name = models.CharField(max_length=255, null=True)
    folded_back = models.CharField(max_length=255, null=True)
    short_name = models.CharField(max_length=60, null=True)
    foreign_name = models.CharField(max_length=150, null=True)
    gender = models.CharField(max_length=6, choices=Gender.choices, null=True)
    birth_date = models.DateField(null=True)
    birth_year = models.PositiveSmallIntegerField(null=True)
    death_date = models.DateField(null=True)
    death_year = models.PositiveSmallIntegerField(null=True)
    nationality = models.CharField(max_length=3, null=True, help_text="ISO 3166-1 alpha-3")
    ethnicity = models.CharField(max_length=50, null=True)
    tax_code = models.CharField(max_length=20, null=True)
    phone = models.CharField(max_length=20, null=True)
    email = models.CharField(max_length=150, null=True)
    founding_number = models.CharField(max_length=50, null=True, help_text="decision or registration of a body")
    founding_date = models.DateField(null=True)
    founding_kind = models.CharField(max_length=150, null=True)
    wife_first = models.BooleanField(default=False, help_text="couples: the wife's name is printed first")
    cause = models.CharField(max_length=10, choices=Cause.choices, default=Cause.REGISTERED)
    corrects = models.ForeignKey("self", on_delete=PROTECT, null=True, related_name="+", db_index=False)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "thông tin người sử dụng đất"
        verbose_name_plural = "thông tin người sử dụng đất"
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=False, name__isnull=True, folded_name__isnull=True)
                | Q(erased_at__isnull=True, name__isnull=False, folded_name__isnull=False, folded_back__isnull=False),
                name="land_records_particulars_named",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(folded_name=""), name="land_records_particulars_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(birth_year__isnull=True) | Q(death_year__isnull=True) | Q(death_year__gte=F("birth_year")),
                name="land_records_particulars_years",
            ),
        ]
        indexes = [models.Index(fields=["party"], name="land_records_particulars_party")]  # as for parcel versions

    def __str__(self) -> str:
        return f"{self.party_id}: {self.cause}"


class IdentityPaper(Timed):
    """A paper that proves identity, its number sealed. Old papers stay and point to what replaced them.

    `sealed`: nonce + AES-256-GCM ciphertext, bound to party and kind. `blind_index`: HMAC-SHA256 of the normalised
    number. Both are made with key `key_id` of the ring outside the database.
    """

    class Kind(models.TextChoices):
        """CMND: old identity card; CCCD: citizen's card, also the personal identification number."""

        CMND = "cmnd", "chứng minh nhân dân"
        CCCD = "cccd", "căn cước, căn cước công dân"
        PASSPORT = "passport", "hộ chiếu"
        BUSINESS_CODE = "business_code", "mã số doanh nghiệp"
        DECISION = "decision", "quyết định thành lập"
        OTHER = "other", "giấy tờ khác"

    party = models.ForeignKey(Party, on_delete=PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    sealed = models.BinaryField(null=True)
    blind_index = models.BinaryField(null=True)
    key_id = models.CharField(max_length=16)
    issued_on = models.DateField(null=True)
    issued_by = models.CharField(max_length=150, null=True)
    replaced_by = models.ForeignKey("self", on_delete=PROTECT, null=True, related_name="+", db_index=False)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "giấy tờ nhân thân, pháp nhân"
        verbose_name_plural = "giấy tờ nhân thân, pháp nhân"
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=False, sealed__isnull=True, blind_index__isnull=True)
                | Q(erased_at__isnull=True, sealed__isnull=False, blind_index__isnull=False),
                name="land_records_paper_sealed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id}: {self.kind}"


class PartyAddress(Timed):
    """Where a party lives, sits or gets its post, as on its papers; `unit` when the commune is known (DC_DiaChi)."""

    class Purpose(models.TextChoices):
        """What the address is for."""

        RESIDENCE = "residence", "nơi thường trú, trụ sở"
        CONTACT = "contact", "nơi liên hệ"

    party = models.ForeignKey(Party, on_delete=PROTECT, related_name="+", db_index=False)
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.RESIDENCE)
    unit = models.ForeignKey("reference.Unit", on_delete=PROTECT, null=True, related_name="+", db_index=False)
    house_number = models.CharField(max_length=50, null=True)
    street = models.CharField(max_length=100, null=True)
    hamlet = models.CharField(max_length=100, null=True, help_text="tổ dân phố, thôn, xóm, khu phố")
    detail = models.CharField(max_length=255, null=True, help_text="the whole address as written")
    folded_detail = models.CharField(max_length=255, null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "địa chỉ của người sử dụng đất"
        verbose_name_plural = "địa chỉ của người sử dụng đất"
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=False, detail__isnull=True, folded_detail__isnull=True)
                | Q(erased_at__isnull=True, detail__isnull=False, folded_detail__isnull=False),
                name="land_records_address_written",
            ),
            models.CheckConstraint(condition=~Q(detail=""), name="land_records_address_not_empty"),
        ]
        indexes = [models.Index(fields=["party"], name="land_records_address_party")]

    def __str__(self) -> str:
        return f"{self.party_id}: {self.purpose}"


class PartyMember(Timed):
    """One party as part of another (LADM LA_PartyMember): spouses, household, group, who speaks for a body."""

    class Role(models.TextChoices):
        """What the member is there."""

        HUSBAND = "husband", "chồng"
        WIFE = "wife", "vợ"
        HEAD = "head", "chủ hộ"
        HEADS_SPOUSE = "heads_spouse", "vợ hoặc chồng chủ hộ"
        MEMBER = "member", "thành viên"
        REPRESENTATIVE = "representative", "người đại diện"

    group = models.ForeignKey(Party, on_delete=PROTECT, related_name="+", db_index=False)
    member = models.ForeignKey(Party, on_delete=PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=14, choices=Role.choices)

    class Meta:
        verbose_name = "thành viên"
        verbose_name_plural = "thành viên"
        constraints = [
            models.CheckConstraint(condition=~Q(group=F("member")), name="land_records_member_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.group_id}/{self.member_id}: {self.role}"


class PartyDuplicate(models.Model):
    """Two parties that may be one; a pair has one row for good. `evidence`: codes and scores, no personal data."""

    class Status(models.TextChoices):
        """Waiting, found to be one, or found to be two."""

        OPEN = "open", "chờ xem xét"
        MERGED = "merged", "đã hợp nhất"
        DIFFERENT = "different", "là hai người"

    first = models.ForeignKey(Party, on_delete=PROTECT, related_name="+", db_index=False)
    second = models.ForeignKey(Party, on_delete=PROTECT, related_name="+")
    evidence = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(_PERSON, on_delete=PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, null=True)

    class Meta:
        verbose_name = "cặp nghi trùng"
        verbose_name_plural = "cặp nghi trùng"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="land_records_duplicate_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="land_records_duplicate_in_order"),
            models.CheckConstraint(
                condition=Q(status="open") | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="land_records_duplicate_decided_by_someone",
            ),
        ]
        indexes = [models.Index(fields=["status", "-proposed_at"], name="land_records_duplicate_queue")]

    def __str__(self) -> str:
        return f"{self.first_id}~{self.second_id}: {self.status}"


class PartyMerge(models.Model):
    """`absorbed` was found to be `kept`. Nothing is copied or deleted: undoing it lets both stand alone again."""

    kept = models.ForeignKey(Party, on_delete=PROTECT, related_name="+")
    absorbed = models.ForeignKey(Party, on_delete=PROTECT, related_name="+", db_index=False)
    duplicate = models.ForeignKey(PartyDuplicate, on_delete=PROTECT, related_name="+")
    evidence = models.JSONField(default=dict)
    reason = models.CharField(max_length=500, null=True)
    merged_by = models.ForeignKey(_PERSON, on_delete=PROTECT, related_name="+", db_index=False)
    merged_at = models.DateTimeField()
    undone_by = models.ForeignKey(_PERSON, on_delete=PROTECT, null=True, related_name="+", db_index=False)
    undone_at = models.DateTimeField(null=True)
    undone_reason = models.CharField(max_length=500, null=True)

    class Meta:
        verbose_name = "hợp nhất người sử dụng đất"
        verbose_name_plural = "hợp nhất người sử dụng đất"
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"], condition=Q(undone_at__isnull=True), name="land_records_merge_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="land_records_merge_undone_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed_id}→{self.kept_id}"


class ParticularsProposal(models.Model):
    """New particulars of a party that wait, sealed, for the act that enters them; emptied when it is approved."""

    party = models.ForeignKey(Party, on_delete=PROTECT, related_name="+")
    sealed = models.BinaryField(null=True)
    key_id = models.CharField(max_length=16)
    recorded_by = models.ForeignKey(_PERSON, on_delete=PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()
    transaction = models.ForeignKey(_TRANSACTION, on_delete=PROTECT, null=True, related_name="+", db_index=False)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "thông tin chờ biến động"
        verbose_name_plural = "thông tin chờ biến động"
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, sealed__isnull=False)
                | Q(settled_at__isnull=False, sealed__isnull=True),
                name="land_records_proposal_emptied",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id}: {self.pk}"
