"""Forms about parties: the shape of what people type, no rules; services say what is wrong."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from land_records import api as land_records
from web.desk import party_words as words
from web.desk.forms import DayField, unit_label

OF_PEOPLE = (
    "name", "gender", "birth_date", "birth_year", "death_date", "death_year", "nationality", "ethnicity", "tax_code",
    "phone", "email",
)  # fmt: skip
OF_BODIES = (
    "name", "short_name", "foreign_name", "founding_number", "founding_date", "founding_kind", "tax_code", "phone",
    "email",
)  # fmt: skip
WIDE = frozenset({"name", "detail", "foreign_name", "reason"})
"""Fields that take the whole width of their form."""


class PurposeForm(forms.Form):
    """Why somebody looks: a dossier by its code, or a reason."""

    dossier = forms.CharField(label=_("Mã hồ sơ đang giải quyết"), required=False, max_length=60)
    reason = forms.CharField(
        label=_("Hoặc lý do"), required=False, max_length=300,
        help_text=_("Văn bản yêu cầu, người yêu cầu. Dùng khi không có hồ sơ."),
    )  # fmt: skip


class SearchForm(forms.Form):
    """What to look for; sent by POST, so that no name or number stands in an address."""

    text = forms.CharField(label=_("Tìm"), max_length=200)
    by = forms.ChoiceField(label=_("Theo"), choices=words.SEARCHES, required=False, initial="auto")
    as_of = DayField(label=_("Tại ngày"))


class ParticularsForm(forms.Form):
    """Who a party is; the fields that its kind has."""

    name = forms.CharField(label=_("Họ và tên"), max_length=255)
    gender = forms.ChoiceField(label=_("Giới tính"), choices=tuple(words.GENDERS.items()), required=False)
    birth_date = DayField(label=_("Ngày sinh"))
    birth_year = forms.IntegerField(label=_("Năm sinh (khi không rõ ngày)"), required=False)
    death_date = DayField(label=_("Ngày mất"))
    death_year = forms.IntegerField(label=_("Năm mất"), required=False)
    nationality = forms.CharField(label=_("Quốc tịch (ba chữ cái)"), required=False, max_length=3, initial="VNM")
    ethnicity = forms.CharField(label=_("Dân tộc"), required=False, max_length=50)
    short_name = forms.CharField(label=_("Tên viết tắt"), required=False, max_length=60)
    foreign_name = forms.CharField(label=_("Tên bằng tiếng nước ngoài"), required=False, max_length=150)
    founding_number = forms.CharField(label=_("Số quyết định thành lập"), required=False, max_length=50)
    founding_date = DayField(label=_("Ngày thành lập"))
    founding_kind = forms.CharField(label=_("Loại quyết định"), required=False, max_length=150)
    tax_code = forms.CharField(label=_("Mã số thuế"), required=False, max_length=20)
    phone = forms.CharField(label=_("Điện thoại"), required=False, max_length=20)
    email = forms.CharField(label=_("Thư điện tử"), required=False, max_length=150)
    wife_first = forms.BooleanField(label=_("In tên vợ trước"), required=False)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        """Keep the fields that this kind of party has."""
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        kept = OF_PEOPLE if kind == "person" else OF_BODIES
        for field in list(self.fields):
            if field in ParticularsForm.base_fields and field not in kept:
                del self.fields[field]
        if kind != "person":
            self.fields["name"].label = _("Tên")

    def facts(self, **more: Any) -> land_records.Particulars:
        """What was typed as the services want it."""
        typed = {
            name: value
            for name, value in self.cleaned_data.items()
            if name in ParticularsForm.base_fields and value not in (None, "")
        }
        return land_records.Particulars(**typed | more)


def filled_in(told: land_records.PartySnapshot) -> dict[str, Any]:
    """Initial values of a form from what is known."""
    return asdict(told.current.facts) if told.current else {}


class PaperForm(forms.Form):
    """One paper; the number is checked and sealed by the service.

    On most pages a paper may be left out altogether: the browser must not insist on its number.
    """

    use_required_attribute = False

    kind = forms.ChoiceField(label=_("Loại giấy tờ"))
    number = forms.CharField(label=_("Số"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    issued_on = DayField(label=_("Ngày cấp"))
    issued_by = forms.CharField(label=_("Nơi cấp"), required=False, max_length=150)
    replaces = forms.ChoiceField(label=_("Thay cho"), required=False)

    def __init__(self, *args: Any, kind: str, papers: tuple[Any, ...] = (), **kwargs: Any) -> None:
        """Kinds of paper of that kind of party; standing papers that may be replaced."""
        super().__init__(*args, **{"label_suffix": "", "prefix": "giay"} | kwargs)
        kinds = words.PAPERS_OF_PEOPLE if kind == "person" else words.PAPERS_OF_BODIES
        self.fields["kind"].choices = [(one, words.PAPERS[one]) for one in kinds]  # type: ignore[attr-defined]
        standing = [(str(one.id), f"{words.PAPERS[one.kind]} {one.number}") for one in papers if one.valid_to is None]
        self.fields["replaces"].choices = [("", "–"), *standing]  # type: ignore[attr-defined]
        if not standing:
            del self.fields["replaces"]

    def draft(self) -> land_records.PaperDraft:
        """What was typed as the services want it."""
        typed = self.cleaned_data
        return land_records.PaperDraft(typed["kind"], typed["number"], typed["issued_on"], typed["issued_by"])


class AddressForm(forms.Form):
    """An address: its parts, or the whole as written."""

    house_number = forms.CharField(label=_("Số nhà"), required=False, max_length=50)
    street = forms.CharField(label=_("Đường, phố"), required=False, max_length=100)
    hamlet = forms.CharField(label=_("Khu phố, thôn"), required=False, max_length=100)
    detail = forms.CharField(label=_("Hoặc ghi nguyên văn"), required=False, max_length=255)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Names of its fields never meet those of another form on the page."""
        super().__init__(*args, **{"label_suffix": "", "prefix": "dia-chi"} | kwargs)

    def draft(self) -> land_records.AddressDraft:
        """What was typed as the services want it."""
        return land_records.AddressDraft(**self.cleaned_data)

    def says_something(self) -> bool:
        """True when any part was typed."""
        return any(self.cleaned_data.values())


class MemberForm(forms.Form):
    """Another party by its number, and its role here."""

    member = forms.IntegerField(label=_("Số người sử dụng đất"), min_value=1)
    role = forms.ChoiceField(label=_("Vai trò"))

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        """Roles that this kind of party has."""
        super().__init__(*args, **{"label_suffix": "", "prefix": "thanh-vien"} | kwargs)
        roles = [(role, label) for role, label in words.ROLES.items() if role in land_records.ROLES_OF_KIND[kind]]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]


class EntryForm(forms.Form):
    """What every new party needs besides its particulars: where it is entered, and as what kind of land user."""

    unit = forms.ChoiceField(label=_("Nhập tại"))
    user_kind = forms.ChoiceField(label=_("Đối tượng sử dụng đất"), required=False)

    def __init__(self, *args: Any, kind: str, units: list[Any], **kwargs: Any) -> None:
        """Units the user may enter parties in, today's only; codes that fit the kind."""
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        today = [unit for unit in units if unit.valid_to is None]
        self.fields["unit"].choices = [(str(unit.id), unit_label(unit)) for unit in today]  # type: ignore[attr-defined]
        kinds = [one for one in land_records.USER_KINDS.values() if kind in one.parties]
        self.fields["user_kind"].choices = [  # type: ignore[attr-defined]
            (one.code, f"{one.code} · {one.name_vi}") for one in kinds
        ]


class CoupleForm(forms.Form):
    """Two people already entered."""

    husband = forms.IntegerField(label=_("Số của chồng"), min_value=1)
    wife = forms.IntegerField(label=_("Số của vợ"), min_value=1)
    wife_first = forms.BooleanField(label=_("In tên vợ trước"), required=False)


class HouseholdForm(forms.Form):
    """The head, the spouse, and the others by their numbers."""

    head = forms.IntegerField(label=_("Số của chủ hộ"), min_value=1)
    spouse = forms.IntegerField(label=_("Số của vợ hoặc chồng chủ hộ"), required=False, min_value=1)
    members = forms.RegexField(
        label=_("Số của các thành viên khác"), regex=r"^[\d\s,;]*$", required=False,
        help_text=_("Cách nhau bằng dấu phẩy."),
    )  # fmt: skip


class GroupForm(forms.Form):
    """At least two parties by their numbers."""

    members = forms.RegexField(
        label=_("Số của các thành viên"), regex=r"^[\d\s,;]+$", help_text=_("Cách nhau bằng dấu phẩy.")
    )


class DecisionForm(forms.Form):
    """What an officer decides about a proposed pair, and on what ground."""

    decision = forms.ChoiceField(choices=[(word, word) for word in ("keep_first", "keep_second", "apart", "undo")])
    reason = forms.CharField(label=_("Căn cứ"), max_length=500, required=False)
