"""Names in the books: only while the reader has stated a purpose, one line of the read log per page or file."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.translation import gettext as _

from land_records import api as land_records
from web.desk.access import signed_in
from web.desk.party_purpose import stated_purpose


@dataclass(frozen=True, slots=True)
class BookNames:
    """Names a book may print; `named` False: nobody stated a purpose, the cells stay empty."""

    named: bool = False
    known: dict[int, land_records.DisplayName] = field(default_factory=dict)

    def names(self, party_ids: Iterable[int]) -> str:
        """The parties as one text; those out of the reader's reach are said to be so."""
        if not self.named:
            return ""
        return ", ".join(self.known[one].name if one in self.known else _("ngoài địa bàn") for one in party_ids)

    def user_kinds(self, party_ids: Iterable[int]) -> str:
        """Their codes of land users (mã đối tượng), each once."""
        return ", ".join(dict.fromkeys(self.known[one].user_kind for one in party_ids if one in self.known))


def names_for(request: HttpRequest, party_ids: Iterable[int]) -> BookNames:
    """What the reader may see of these parties now; looking is logged with the stated purpose."""
    stated, wanted = stated_purpose(request), set(party_ids)
    if stated is None:
        return BookNames()
    if not wanted:
        return BookNames(named=True)
    known = land_records.display_names(actor=signed_in(request), purpose=stated.purpose, party_ids=wanted)
    return BookNames(True, known)
