"""Samples made once for all tests of the sample maker."""

import pytest

from importers.sample.make import Sample, make_sample
from importers.sample.recipe import Recipe


@pytest.fixture(scope="session")
def faulty() -> Sample:
    return make_sample(Recipe(parcels=1200, seed=1, faults=3))


@pytest.fixture(scope="session")
def clean() -> Sample:
    return make_sample(Recipe(parcels=900, seed=4, faults=0))
