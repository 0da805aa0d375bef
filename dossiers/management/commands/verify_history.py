"""`manage.py verify_history [--json] [--files]`: prove that nothing in the register was changed behind its back."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from dossiers.history.verify import VerifyReport, verify_history
from dossiers.services.cases import check_files

_MESSAGE_VI = "Lịch sử không còn nguyên vẹn: {n} chỗ sai."
_MESSAGE_EN = "The history is not whole: {n} faults."


class Command(BaseCommand):
    """Exit 0: whole. Exit 1: something is broken, each fault is named."""

    help = "Check the chain, every transaction, every history row, every live row, and the anchors."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Arguments of the command line."""
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
        parser.add_argument("--files", action="store_true", help="also read every stored file and compare its SHA-256")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run the command."""
        report = verify_history()
        damaged = check_files() if options["files"] else {}
        ok = report.ok and not damaged
        if options["json"]:
            self.stdout.write(json.dumps(_answer(report, damaged), ensure_ascii=False))
        else:
            self._tell(report, damaged)
        if not ok:
            sys.exit(1)

    def _tell(self, report: VerifyReport, damaged: dict[str, str]) -> None:
        self.stdout.write(
            f"{report.rows} history rows, {report.transactions} transactions, {report.tables} tables, "
            f"{report.anchors} anchors in {report.seconds} s"
        )
        for fault in report.broken:
            self.stdout.write(f"BROKEN {fault.table} {fault.id}: {fault.reason}")
        for sha256, reason in damaged.items():
            self.stdout.write(f"BROKEN file {sha256}: {reason}")
        faults = len(report.broken) + len(damaged)
        self.stdout.write(_MESSAGE_EN.format(n=faults) if faults else "The history is whole.")


def _answer(report: VerifyReport, damaged: dict[str, str]) -> dict[str, object]:
    """The JSON object of the command contract."""
    broken = [asdict(fault) for fault in report.broken]
    broken += [{"table": "dossiers_storedfile", "id": sha256, "reason": reason} for sha256, reason in damaged.items()]
    answer: dict[str, object] = {
        "ok": not broken,
        "rows": report.rows,
        "transactions": report.transactions,
        "tables": report.tables,
        "anchors": report.anchors,
        "broken": broken,
        "seconds": report.seconds,
    }
    if broken:
        answer["error"] = {
            "code": "history_broken",
            "message_vi": _MESSAGE_VI.format(n=len(broken)),
            "message_en": _MESSAGE_EN.format(n=len(broken)),
            "hint": {
                "vi": "Đừng sửa tay: giữ nguyên máy chủ, so với bản sao lưu; xem docs/operations.md.",
                "en": "Mend nothing by hand: keep the server as it is, compare with a backup; see docs/operations.md.",
            },
        }
    return answer
