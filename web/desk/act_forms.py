"""The form of one kind of act, built from its list of fields; gives back the payload, rules stay with the register."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from gis_core.errors import DomainError
from land_records import api as land_records
from web.desk.act_fields import LONG, READERS, WRITERS, Field
from web.desk.act_parties import Picker
from web.desk.act_specs import CUT, CUT_TAKES, SPECS
from web.desk.act_words import english
from web.desk.parcel_words import parcels_named

Choices = Mapping[str, Sequence[tuple[str, str]]]
"""What may be chosen where: rights, certificates, restrictions, sheets around the parcel at hand."""
_CHOSEN = {"right": "rights", "certificate": "certificates", "restriction": "restrictions", "sheet": "sheets"}
_TAKES = json.dumps({how: [f"cut__{name}" for name in taken] for how, taken in CUT_TAKES.items()})
_TICKED = {"rights": "rights", "assets": "assets"}


class ActForm(forms.Form):
    """Text in, payload out. `unit_id`: where short parcel references ("54/208") are looked for."""

    def __init__(
        self,
        kind: str,
        *args: Any,
        choices: Choices,
        unit_id: int,
        payload: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> None:
        """`payload`: what a draft holds already, shown in the fields."""
        self.specs, self.unit_id = SPECS[kind], unit_id
        self.pickers: dict[str, Picker] = {}
        shown = _initial(self.specs, payload or {}) | more.pop("initial", {})
        super().__init__(*args, **{"label_suffix": "", "initial": shown} | more)
        for spec in self.specs:
            for one, name in _parts(spec):
                self.fields[name] = _widget(one, choices)

    def rows(self) -> list[dict[str, Any]]:
        """Bound fields for the template, a cut as one group."""
        rows = []
        for spec in self.specs:
            bound = [self[name] for _one, name in _parts(spec)]
            group = spec.label if spec.reads == "cut" else ""
            rows.append({"group": group, "fields": bound, "picker": self.pickers.get(_key(spec.name)),
                         "takes": _TAKES if group else "", "proposal": spec.reads == "proposal"})  # fmt: skip
        return rows

    def clean(self) -> dict[str, Any]:
        """Read every field; what cannot be read is said beside it."""
        cleaned = super().clean() or {}
        made: dict[str, Any] = {}
        for spec in self.specs:
            try:
                value = self._value(spec, cleaned)
            except forms.ValidationError as wrong:
                self.add_error(_parts(spec)[0][1], wrong)
                continue
            except DomainError as refusal:
                self.add_error(_parts(spec)[0][1], refusal_words(refusal))
                continue
            if value in (None, "", []) and spec.required:
                self.add_error(_parts(spec)[0][1], _("Chưa nhập."))
            if value not in (None, "", [], {}):
                _put(made, spec.name, value)
        self.payload = made
        return cleaned

    def _value(self, spec: Field, cleaned: Mapping[str, Any]) -> Any:
        if spec.reads == "cut":
            return _cut(cleaned)
        given = cleaned.get(_key(spec.name))
        if spec.reads == "yes":
            return bool(given)
        if spec.reads == "day":
            return given.isoformat() if given else None
        if spec.reads == "several":
            return list(given or [])
        if spec.reads in _TICKED:
            return [int(one) for one in given or []]
        if not given:
            return None
        if spec.reads in ("parcel", "parcels"):
            ids = [int(part) if part.strip().isdigit() else parcels_named(part, self.unit_id)[0]
                   for part in str(given).replace(";", ",").split(",") if part.strip()]  # fmt: skip
            return ids if spec.reads == "parcels" else ids[0]
        if spec.reads in _CHOSEN:
            return int(given)
        value = READERS[spec.reads](str(given))
        if spec.reads == "uses" and spec.name == "purposes":
            parcels = self.payload_parcels(cleaned)
            return [{**use, "parcel_id": parcel} for parcel in parcels for use in value]
        if spec.reads == "uses" and "parcel_id" in self.fields:
            parcels = self.payload_parcels(cleaned)
            return [{**use, "parcel_id": parcels[0]} for use in value] if parcels else value
        return value

    def payload_parcels(self, cleaned: Mapping[str, Any]) -> list[int]:
        """The parcels named in the form."""
        for spec in self.specs:
            if spec.reads in ("parcel", "parcels") and cleaned.get(_key(spec.name)):
                found = self._value(spec, cleaned)
                return found if isinstance(found, list) else [found]
        return []

    def take_faults(self, wrong: land_records.BadPayloadError) -> None:
        """Say what the register found wrong beside the field it is in."""
        names = {spec.name: _parts(spec)[0][1] for spec in self.specs}
        for fault, vi, en in wrong.faults:
            said = en if english() else vi
            path = fault.split(".")
            name = next((names[".".join(path[:n])] for n in (2, 1) if ".".join(path[:n]) in names), None)
            self.add_error(name, f"{fault}: {said}" if name is None else said)


def refusal_words(refusal: DomainError) -> str:
    """A refusal beside a field: what is wrong and what to do, in the reader's language."""
    said = (refusal.message_en, refusal.hint_en) if english() else (refusal.message_vi, refusal.hint_vi)
    return " ".join(part for part in said if part)


def _key(name: str) -> str:
    return name.replace(".", "__")


def _parts(spec: Field) -> list[tuple[Field, str]]:
    """A field of the payload as fields of the form: one, or the whole group of a cut."""
    if spec.reads == "cut":
        return [(one, f"{spec.name}__{one.name}") for one in CUT]
    return [(spec, _key(spec.name))]


def _widget(spec: Field, choices: Choices) -> forms.Field:
    common: dict[str, Any] = {"label": spec.label, "required": False, "help_text": spec.help}
    if spec.reads in ("choice", *_CHOSEN):
        chosen = spec.choices or tuple(choices.get(_CHOSEN.get(spec.reads, ""), ()))
        empty = [("", "–")] if spec.reads in _CHOSEN or spec.name == "how" else []
        return forms.ChoiceField(choices=[*empty, *chosen], **common)
    if spec.reads in _TICKED:
        offered = tuple(choices.get(_TICKED[spec.reads], ()))
        return forms.MultipleChoiceField(choices=offered, widget=forms.CheckboxSelectMultiple, **common)
    if spec.reads in ("parcel", "parcels"):
        listed = {"list": "parcels-at-hand"} if choices.get("parcels") else {}
        return forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "off", **listed}), **common)
    if spec.reads == "parts_of":
        told = "; ".join(label for _id, label in choices.get("assets", ()))
        common["help_text"] = f"{spec.help} {told}".strip()
    if spec.reads == "several":
        return forms.MultipleChoiceField(choices=spec.choices, widget=forms.CheckboxSelectMultiple, **common)
    if spec.reads == "yes":
        return forms.BooleanField(**common)
    if spec.reads == "day":
        return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **common)
    if spec.reads == "proposal":
        return forms.CharField(widget=forms.HiddenInput, **common)
    if spec.reads in (*LONG, "party"):
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}), **common)
    return forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "off"}), **common)


def _cut(cleaned: Mapping[str, Any]) -> dict[str, Any] | None:
    how = cleaned.get("cut__how")
    if not how:
        return None
    made: dict[str, Any] = {"how": how}
    for one in CUT:
        given = cleaned.get(f"cut__{one.name}")
        if one.name in CUT_TAKES[how] and given:
            made[one.name] = READERS[one.reads](str(given))
    return made


def _put(made: dict[str, Any], name: str, value: Any) -> None:
    """parcel.area_certificate goes into made["parcel"]["area_certificate"]."""
    *above, last = name.split(".")
    for step in above:
        made = made.setdefault(step, {})
    made[last] = value


def _initial(specs: Sequence[Field], payload: Mapping[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for spec in specs:
        value: Any = payload
        for step in spec.name.split("."):
            value = value.get(step) if isinstance(value, Mapping) else None
        if value is None:
            continue
        if spec.reads == "cut":
            shown |= {
                f"cut__{one.name}": WRITERS.get(one.reads, str)(value[one.name]) for one in CUT if one.name in value
            }
        elif spec.reads == "parcels":
            shown[_key(spec.name)] = ", ".join(map(str, value))
        elif spec.reads in ("yes", "several", "rights", "assets", "day"):
            shown[_key(spec.name)] = value
        else:
            shown[_key(spec.name)] = WRITERS.get(spec.reads, str)(value)
    return shown
