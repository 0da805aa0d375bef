"""The planning themes an answer always goes through, in their fixed public order."""

from dataclasses import dataclass

from planning.errors import UnknownTheme
from planning.uses import same_ground_codes


@dataclass(frozen=True, slots=True)
class Theme:
    """One kind of planning content.

    `exclusive`: two zones of one plan may not share ground (a land-use plan gives each place one use; corridors
    may cross). `satisfied_by`: land-use codes of ground that already is what a zone without its own planned use
    asks for, e.g. existing road inside a right-of-way: nothing changes there, so it is neither hatched nor counted.
    """

    code: str
    name_vi: str
    name_en: str
    exclusive: bool
    satisfied_by: frozenset[str] = frozenset()


THEMES: tuple[Theme, ...] = (
    Theme("land_use_plan", "Quy hoạch sử dụng đất", "Land-use plan", exclusive=True),
    Theme(
        "right_of_way",
        "Lộ giới và hành lang giao thông",
        "Right-of-way and traffic corridors",
        exclusive=False,
        satisfied_by=frozenset({"DGT"}),
    ),
    Theme("zoning", "Quy hoạch phân khu", "Zoning plan", exclusive=True),
    Theme(
        "water_corridor",
        "Hành lang bảo vệ bờ sông, bờ biển",
        "River and coast protection corridor",
        exclusive=False,
        satisfied_by=frozenset({"SON", "MNC"}),
    ),
    Theme("power_corridor", "Hành lang lưới điện cao áp", "High-voltage power corridor", exclusive=False),
)
"""Fixed order of every public sheet (never re-sorted by severity)."""

THEME_ORDER: dict[str, int] = {theme.code: position for position, theme in enumerate(THEMES)}
_BY_CODE = {theme.code: theme for theme in THEMES}


def theme(code: str) -> Theme:
    """The theme of that code; raises UnknownTheme."""
    try:
        return _BY_CODE[code]
    except KeyError:
        raise UnknownTheme(
            f"Không có nội dung quy hoạch {code!r}.",
            f"There is no planning theme {code!r}.",
            hint_vi=f"Dùng một trong: {', '.join(_BY_CODE)}.",
            hint_en=f"Use one of: {', '.join(_BY_CODE)}.",
        ) from None


def asked_uses(theme_code: str, planned_use: str | None) -> frozenset[str]:
    """Uses that already fulfil a zone: its planned use, else what the theme itself is satisfied by."""
    return same_ground_codes(planned_use) or theme(theme_code).satisfied_by


def changes_existing(theme_code: str, planned_use: str | None, existing_use: str | None) -> bool:
    """True when a zone asks something else of the ground than what is there.

    Ground with several uses (ONT+CLN) is unchanged when one of them is the planned one: the register does not
    draw the border between uses inside a parcel, so nothing finer can be said.
    """
    return not asked_uses(theme_code, planned_use) & same_ground_codes(existing_use)
