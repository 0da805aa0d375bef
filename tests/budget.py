"""pytest plug-in: prints the time each folder of tests took, so that the budget's eaters are seen."""

from collections import defaultdict
from typing import Any

_SECONDS: dict[str, float] = defaultdict(float)


def pytest_runtest_logreport(report: Any) -> None:
    """Add set-up, call and tear-down to the folder's sum."""
    folder = "/".join(report.nodeid.split("::")[0].split("/")[:-1])
    _SECONDS[folder] += report.duration


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line a folder, the slowest first."""
    terminalreporter.section("seconds by folder")
    for folder, seconds in sorted(_SECONDS.items(), key=lambda item: -item[1]):
        terminalreporter.write_line(f"{seconds:8.1f}  {folder}")
