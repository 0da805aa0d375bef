"""A batch's row, locked, and the one policy asked in the words of its kind."""

from typing import Any

from accounts import api as accounts
from importers.errors import batch_not_found
from importers.models import Batch

ACTS_OF_ARCHIVE = {
    "import.upload": "archive.link",
    "import.review": "archive.link",
    "import.approve": "act.approve",
}
"""The acts of an import as they are called for an archive delivery: other people do them."""


def act_on(kind: str, act: str) -> str:
    """The act the policy is asked about for this kind of batch."""
    return ACTS_OF_ARCHIVE[act] if kind == Batch.Kind.ARCHIVE else act


def locked(batch_id: int, actor: Any, act: str) -> Batch:
    """The batch's row, locked, after the one policy was asked."""
    batch = Batch.objects.select_for_update().filter(pk=batch_id).first()
    if batch is None:
        raise batch_not_found(batch_id)
    accounts.require(actor, act_on(batch.kind, act), batch.unit_id)
    return batch
