"""Bring an approved plan (its zones and coverage) into the plans."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import api as accounts
from dossiers import api as dossiers
from importers.models import Batch
from importers.services.run import Run


def register_plan_batch(run: Run, batch: Batch) -> None:
    """Register what a zones or raster batch staged; one transaction for the whole plan or none of it."""
    raise NotImplementedError
