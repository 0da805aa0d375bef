"""The small town of the page tests serves the sheets too."""

from tests.web.conftest import town

__all__ = ["town"]
