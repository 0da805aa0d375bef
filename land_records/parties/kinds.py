"""Kinds of land users and managers, and which kind of party each may be.

Codes and names: columns of form 01/TKKK (Circular 08/2024/TT-BTNMT) and the older ones that certificates and VBDLIS
still carry (Circular 28/2014/TT-BTNMT). A household is no land user by the Land Law of 2024, but stays on old papers.
"""

from dataclasses import dataclass

from land_records.parties.errors import ParticularsRefused

_PEOPLE = frozenset({"person", "couple", "group"})
_BODY = frozenset({"organisation"})


@dataclass(frozen=True, slots=True)
class UserKind:
    """One code with its names, and the kinds of party that may carry it."""

    code: str
    name_vi: str
    name_en: str
    parties: frozenset[str]


USER_KINDS: dict[str, UserKind] = {
    code: UserKind(code, name_vi, name_en, frozenset(parties))
    for code, name_vi, name_en, parties in (
        ("CNV", "cá nhân trong nước", "domestic individual", _PEOPLE | {"household"}),
        ("CNN", "người Việt Nam định cư ở nước ngoài", "Vietnamese living abroad", _PEOPLE),
        ("NGV", "người gốc Việt Nam định cư ở nước ngoài", "person of Vietnamese origin", _PEOPLE),
        ("GDC", "hộ gia đình, cá nhân trong nước", "domestic household or individual", _PEOPLE | {"household"}),
        ("TCN", "cơ quan nhà nước, Đảng, lực lượng vũ trang", "state, Party, armed forces", _BODY),
        ("TSN", "đơn vị sự nghiệp công lập", "public service body", _BODY),
        ("TXH", "tổ chức xã hội", "social organisation", _BODY),
        ("TKT", "tổ chức kinh tế", "economic organisation", _BODY),
        ("TKH", "tổ chức khác trong nước", "other domestic organisation", _BODY),
        ("TTG", "tổ chức tôn giáo", "religious organisation", _BODY),
        ("CDS", "cộng đồng dân cư", "community", {"community"}),
        ("TNG", "tổ chức nước ngoài có chức năng ngoại giao", "diplomatic mission", _BODY),
        ("TVN", "tổ chức kinh tế có vốn đầu tư nước ngoài", "foreign-invested organisation", {"foreign_invested"}),
        ("TLD", "doanh nghiệp liên doanh (cũ)", "joint venture (old)", {"foreign_invested"}),
        ("TCQ", "cơ quan nhà nước được giao quản lý", "state body that manages land", _BODY),
        ("TSQ", "đơn vị sự nghiệp được giao quản lý", "public body that manages land", _BODY),
        ("KTQ", "tổ chức kinh tế được giao quản lý", "economic body that manages land", _BODY),
        ("CDQ", "cộng đồng dân cư được giao quản lý", "community that manages land", {"community"}),
        ("UBQ", "Ủy ban nhân dân cấp xã quản lý (cũ)", "commune committee that manages land (old)", _BODY),
        ("TPQ", "tổ chức phát triển quỹ đất (cũ)", "land fund organisation (old)", _BODY),
        ("TKQ", "tổ chức khác quản lý (cũ)", "other body that manages land (old)", _BODY),
    )
}

DEFAULT_USER_KIND = {
    "person": "CNV",
    "couple": "CNV",
    "household": "GDC",
    "group": "CNV",
    "organisation": "TKT",
    "community": "CDS",
    "foreign_invested": "TVN",
}


def checked_user_kind(kind: str, code: str | None) -> str:
    """The code, or the usual one of that kind of party. Raises ParticularsRefused when the two do not fit."""
    if kind not in DEFAULT_USER_KIND:
        raise ParticularsRefused(f"Không có loại người sử dụng đất “{kind}”.", f"There is no kind of party “{kind}”.")
    chosen = code or DEFAULT_USER_KIND[kind]
    known = USER_KINDS.get(chosen)
    if known is None or kind not in known.parties:
        fitting = ", ".join(each.code for each in USER_KINDS.values() if kind in each.parties)
        raise ParticularsRefused(
            f"Mã đối tượng “{chosen}” không dùng cho loại người sử dụng đất này.",
            f"Code “{chosen}” does not fit this kind of party ({kind}).",
            hint_vi=f"Các mã dùng được: {fitting}.",
            hint_en=f"Codes that fit: {fitting}.",
        )
    return chosen
