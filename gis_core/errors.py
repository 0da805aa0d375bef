"""The parent of every refusal in the house: a permanent code and one sentence per language."""


class DomainError(Exception):
    """A refusal people can act on.

    `code` never changes once released. `message_vi` and `message_en` say what is wrong and where;
    `hint` says what to do. No text may hold personal data: refusals are logged and shown.
    """

    code = "refused"

    def __init__(
        self,
        message_vi: str,
        message_en: str,
        *,
        hint_vi: str = "",
        hint_en: str = "",
        code: str | None = None,
    ) -> None:
        """Keep both sentences; `code` overrides the class's own code."""
        super().__init__(message_en)
        self.code = code or type(self).code
        self.message_vi = message_vi
        self.message_en = message_en
        self.hint_vi = hint_vi
        self.hint_en = hint_en

    def as_answer(self) -> dict[str, object]:
        """The `error` object of the command contract."""
        return {
            "code": self.code,
            "message_vi": self.message_vi,
            "message_en": self.message_en,
            "hint": {"vi": self.hint_vi, "en": self.hint_en},
        }


class CrsError(DomainError):
    """A coordinate system or a transformation that may not be used."""

    code = "crs_refused"


class GeometryError(DomainError):
    """A geometry that no rule of repair may touch."""

    code = "geometry_refused"


class TextError(DomainError):
    """A text that cannot be decoded without guessing."""

    code = "text_refused"
