"""Fixtures of the goods entrance."""

from tests.importers.entrance import clean_sample, entrance, shared_entrance, small_sample

__all__ = ["clean_sample", "entrance", "shared_entrance", "small_sample"]
