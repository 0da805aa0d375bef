"""The person behind an approved batch."""

from typing import Any

from accounts import api as accounts
from importers.models import Batch


def approver_of(batch: Batch) -> Any:
    """Who approved the batch; refuses when that account is no longer active."""
    return accounts.actor(batch.approved_by.get_username())
