"""Units by code, date, name and place, and how they followed one another."""

import re
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from gis_core.text.names import fold_spelling, without_kind
from reference.errors import AmbiguousUnit, UnknownUnit
from reference.models import Extent, Unit, UnitSuccession
from reference.snapshots import SuccessionSnapshot, UnitMatch, UnitSnapshot

_REFERENCE = re.compile(r"^(?P<code>\d{1,5})(?:@(?P<day>\d{4}-\d{2}-\d{2}))?$")
_SHOWN = 6


def unit(code: str, on: date | None = None) -> UnitSnapshot:
    """The unit that bears `code` on a day (today when None). A code that is no longer in force is refused."""
    day = on or timezone.localdate()
    found = _with_parents().filter(_valid_on(day), code=code).first()
    if found is None:
        raise _unknown(code, on)
    return _snapshots([found])[0]


def unit_by_id(unit_id: int) -> UnitSnapshot:
    """The unit with that id, of today or of the past."""
    found = _with_parents().filter(pk=unit_id).first()
    if found is None:
        raise UnknownUnit(f"Không có đơn vị hành chính số {unit_id}.", f"There is no administrative unit {unit_id}.")
    return _snapshots([found])[0]


def units_by_ids(unit_ids: Iterable[int]) -> dict[int, UnitSnapshot]:
    """Many units at once, by id; unknown ids are left out."""
    found = list(_with_parents().filter(pk__in=set(unit_ids)))
    return {snapshot.id: snapshot for snapshot in _snapshots(found)}


def current_units(level: str = "commune") -> list[UnitSnapshot]:
    """Units in force today, by code."""
    return _snapshots(list(_with_parents().filter(_valid_on(timezone.localdate()), level=level).order_by("code")))


def resolve_unit(reference: str) -> UnitSnapshot:
    """`CODE` (today's) or `CODE@DATE` (the bearer on that day); a full name also works when it is the only one."""
    match = _REFERENCE.match(reference.strip())
    if match:
        try:
            day = date.fromisoformat(match["day"]) if match["day"] else None
        except ValueError as error:
            raise UnknownUnit(
                f"Ngày “{match['day']}” không có trên lịch.", f"“{match['day']}” is no calendar day."
            ) from error
        return unit(match["code"], day)
    matches = search_units(reference, limit=20)
    today = [entry for entry in matches if entry.how != "former"]
    exact = [m for m in today if fold_spelling(m.unit.full_name) == fold_spelling(reference)] or today
    if len(exact) == 1:
        return exact[0].unit
    if not exact:
        raise _no_such_name(reference, matches)
    raise _ambiguous(reference, [entry.unit for entry in exact])


def search_units(text: str, limit: int = 8) -> list[UnitMatch]:
    """Units by code or name, old and new, with or without accents; former names lead to today's units.

    Order: exact names first, then names that begin with the text, then names that contain it; today's names before
    former ones. What follows a comma (a district, a province) is left aside; districts themselves are not listed.
    """
    key = fold_spelling(text.split(",", maxsplit=1)[0])
    bare = without_kind(key)
    if len(bare) < 2:
        return []
    wanted = Q(search_key__contains=bare) | Q(code=text.strip())
    found = list(_with_parents().filter(wanted).exclude(level="district"))
    snapshots = {snapshot.id: snapshot for snapshot in _snapshots(found)}
    today = timezone.localdate()
    ranked: list[tuple[tuple[int, ...], UnitMatch]] = []
    for row in found:
        snapshot = snapshots[row.pk]
        rank = _rank(row.search_key, key, bare, row.code == text.strip())
        if row.valid_to is None or row.valid_to >= today:
            how = "code" if row.code == text.strip() else "name"
            match = UnitMatch(snapshot, how, snapshot.full_name, row.pk, "whole", "", "")
            ranked.append(((*rank, 0), match))
        else:
            ranked += [((*rank, 1), match) for match in _as_former(row, snapshot)]
    ranked.sort(key=lambda entry: (entry[0], entry[1].unit.code))
    seen: set[tuple[int, str]] = set()
    result = []
    for _, match in ranked:
        if (match.unit.id, match.matched_name) not in seen:
            seen.add((match.unit.id, match.matched_name))
            result.append(match)
    return result[:limit]


def successors(unit_id: int, on: date | None = None) -> list[SuccessionSnapshot]:
    """What the unit became, followed up to day `on` (today when None); empty when it is still in force that day.

    A chain keeps 'part' once any link of it was a part.
    """
    day = on or timezone.localdate()
    return _follow(unit_id, "from_unit_id", "to_unit_id", Q(on__lte=day), day)


def predecessors(unit_id: int, on: date | None = None) -> list[SuccessionSnapshot]:
    """What the unit was made of, followed back to the units in force on day `on` (None: one step back only)."""
    if on is None:
        links = UnitSuccession.objects.filter(to_unit_id=unit_id).order_by("from_unit__code")
        units = units_by_ids(link.from_unit_id for link in links)
        return [
            SuccessionSnapshot(units[link.from_unit_id], link.on, link.extent, link.basis, link.confidence)
            for link in links
        ]
    return _follow(unit_id, "to_unit_id", "from_unit_id", Q(on__gt=on), on)


def unit_ids_before(unit_id: int) -> frozenset[int]:
    """Every other unit that became this one, wholly or partly, at any depth: whose old numbers it answers for."""
    links = list(UnitSuccession.objects.values_list("from_unit_id", "to_unit_id"))
    edge, reached = {unit_id}, {unit_id}
    while edge:
        edge = {earlier for earlier, later in links if later in edge} - reached
        reached |= edge
    return frozenset(reached - {unit_id})


def related_unit_ids(unit_id: int) -> frozenset[int]:
    """The unit, everything it was made of and everything it became, at any depth: who answers for old records."""
    links = list(UnitSuccession.objects.values_list("from_unit_id", "to_unit_id"))
    found = {unit_id}
    for forward in (True, False):
        edge, reached = {unit_id}, {unit_id}
        while edge:
            edge = {(b if forward else a) for a, b in links if (a if forward else b) in edge} - reached
            reached |= edge
        found |= reached
    return frozenset(found)


def _follow(unit_id: int, near: str, far: str, when: Q, day: date) -> list[SuccessionSnapshot]:
    """Walk the links that passed between now and `day`; the ends are the units in force on that day."""
    links: dict[int, list[UnitSuccession]] = {}
    for link in UnitSuccession.objects.filter(when):
        links.setdefault(getattr(link, near), []).append(link)
    in_force = set(Unit.objects.filter(_valid_on(day)).values_list("pk", flat=True))
    ends: dict[int, tuple[date, str, str, str]] = {}

    def walk(current: int, carried: tuple[date, str, str, str] | None) -> None:
        # a unit may be an end and go on: Lạc Đạo took two wards in without changing its own identity
        if carried is not None and current in in_force:
            known = ends.get(current)
            # reached by several ways: a whole way outweighs a part
            if known is None or known[1] == Extent.PART:
                ends[current] = carried
        for link in links.get(current, []):
            part = link.extent == Extent.PART or (carried is not None and carried[1] == Extent.PART)
            walk(getattr(link, far), (link.on, "part" if part else "whole", link.basis, link.confidence))

    walk(unit_id, None)
    units = units_by_ids(ends)
    return sorted(
        (SuccessionSnapshot(units[pk], *facts) for pk, facts in ends.items()), key=lambda entry: entry.unit.code
    )


def _as_former(row: Unit, snapshot: UnitSnapshot) -> list[UnitMatch]:
    """A past unit's matches: one per unit of today that took it over."""
    matches = []
    for successor in successors(row.pk):
        now = successor.unit
        part_vi, part_en = (" (một phần)", " (a part)") if successor.extent == Extent.PART else ("", "")
        until = row.valid_to.strftime("%d/%m/%Y") if row.valid_to else ""
        # the same name under another code: only the code tells them apart
        old_code = f" {row.code}" if fold_spelling(now.full_name) == fold_spelling(row.full_name) else ""
        matches.append(
            UnitMatch(
                now,
                "former",
                snapshot.full_name,
                row.pk,
                successor.extent,
                f"{now.full_name}: trước đây là {snapshot.full_name}{old_code}{part_vi}, đến {until}",
                f"{now.name_en}: formerly {row.name_en}{old_code}{part_en}, until {row.valid_to}",
            )
        )
    return matches


def _rank(search_key: str, key: str, bare: str, by_code: bool) -> tuple[int, ...]:
    name = without_kind(search_key)
    if by_code or search_key == key:
        return (0,)
    if name == bare:
        return (1,)
    return (2,) if name.startswith(bare) else (3,)


def _with_parents() -> QuerySet[Unit]:
    return Unit.objects.select_related("parent__parent")


def _valid_on(day: date) -> Q:
    return (Q(valid_from__isnull=True) | Q(valid_from__lte=day)) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def _snapshots(rows: list[Unit]) -> list[UnitSnapshot]:
    """Snapshots with two further queries for any number of rows."""
    formerly: dict[int, list[str]] = {}
    links = UnitSuccession.objects.filter(to_unit_id__in=[row.pk for row in rows]).select_related("from_unit")
    for link in links.order_by("from_unit__full_name"):
        mark = " (một phần)" if link.extent == Extent.PART else ""
        formerly.setdefault(link.to_unit_id, []).append(link.from_unit.full_name + mark)
    return [_snapshot(row, tuple(formerly.get(row.pk, ()))) for row in rows]


def _snapshot(row: Unit, formerly: tuple[str, ...]) -> UnitSnapshot:
    tiers = {above.level: above.full_name for above in _above(row)}
    return UnitSnapshot(
        id=row.pk,
        code=row.code,
        name=row.name,
        full_name=row.full_name,
        name_en=row.name_en,
        kind=row.kind,
        level=row.level,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        parent_id=row.parent_id,
        district_name=tiers.get("district", ""),
        province_name=tiers.get("province", row.full_name if row.level == "province" else ""),
        formerly=formerly,
    )


def _above(row: Unit) -> list[Unit]:
    first = row.parent
    return [above for above in (first, first.parent if first else None) if above]


def _unknown(code: str, on: date | None) -> UnknownUnit:
    """Says which units ever bore the code, or which names come near."""
    bearers = _snapshots(list(_with_parents().filter(code=code).order_by("valid_from")))
    when_vi, when_en = (f" vào ngày {on:%d/%m/%Y}", f" on {on}") if on else (" hiện nay", " today")
    if not bearers:
        return UnknownUnit(
            f"Không có đơn vị hành chính “{code}”{when_vi}.",
            f"There is no administrative unit “{code}”{when_en}.",
            hint_vi="Tìm theo tên xã, phường cũ hoặc mới.",
            hint_en="Search by the old or new name of the commune.",
        )
    past = "; ".join(f"{u.reference} {u.full_name}" for u in bearers)
    new = [
        f"{entry.unit.code} {entry.unit.full_name}"
        for bearer in bearers
        if bearer.valid_to
        for entry in successors(bearer.id)
    ]
    return UnknownUnit(
        f"Mã {code} không còn hiệu lực{when_vi}. Mã này từng dùng cho: {past}.",
        f"Code {code} is not in force{when_en}. It was borne by: {past}.",
        hint_vi=f"Nay thuộc: {'; '.join(new)}." if new else "Thêm ngày, ví dụ CODE@2025-06-30.",
        hint_en=f"Now part of: {'; '.join(new)}." if new else "Add a day, e.g. CODE@2025-06-30.",
    )


def _no_such_name(name: str, former: list[UnitMatch]) -> UnknownUnit:
    return UnknownUnit(
        f"Hiện không có đơn vị hành chính tên “{name[:60]}”.",
        f"No administrative unit is called “{name[:60]}” today.",
        hint_vi="; ".join(entry.formerly_vi for entry in former[:_SHOWN]) or "Tìm theo tên xã, phường cũ hoặc mới.",
        hint_en="; ".join(entry.formerly_en for entry in former[:_SHOWN]) or "Search by the commune's old or new name.",
    )


def _ambiguous(reference: str, units: list[UnitSnapshot]) -> AmbiguousUnit:
    shown = "; ".join(f"{u.reference} {u.place}" for u in units[:_SHOWN])
    return AmbiguousUnit(
        f"“{reference}” có thể là nhiều đơn vị: {shown}.",
        f"“{reference}” may mean several units: {shown}.",
        hint_vi="Dùng mã đơn vị.",
        hint_en="Use the unit's code.",
    )
