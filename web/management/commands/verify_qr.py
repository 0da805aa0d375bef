"""manage.py verify_qr PAYLOAD [--key FILE] [--json]: is this the QR of a certificate, and who signed it?

With --key neither database nor network is used: the file from /kiem-tra/khoa.json is enough.
"""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gis_core.errors import DomainError
from land_records import api as land_records


class Command(BaseCommand):
    """Check the signature and say what the QR says."""

    help = "Verify the QR of a certificate, offline with a key file."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """PAYLOAD, --key, --json."""
        parser.add_argument("payload", help="what the scanner read: the address or its last part")
        parser.add_argument("--key", type=Path, help="key file from /kiem-tra/khoa.json (default: our own keys)")
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Exit 0: the signature holds; 1: it does not, with the reason."""
        try:
            keys = self._keys(options["key"])
            facts = land_records.read_qr(options["payload"], keys)
        except DomainError as refusal:
            if options["json"]:
                self.stdout.write(json.dumps({"ok": False, "error": refusal.as_answer()}, ensure_ascii=False))
            self.stderr.write(f"{refusal.message_vi}\n{refusal.message_en}")
            sys.exit(1)
        answer = {
            "ok": True,
            "serial": facts.serial,
            "unit": facts.unit_code,
            "issued_on": facts.issued_on.isoformat() if facts.issued_on else None,
            "revision": facts.revision,
            "digest": facts.digest,
            "token": facts.token,
        }
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        day = f"{facts.issued_on:%d/%m/%Y}" if facts.issued_on else "–"
        self.stdout.write(
            f"Chữ ký đúng. Số phát hành {land_records.printed_serial(facts.serial)}, cấp ngày {day}, "
            f"đơn vị {facts.unit_code}, lần ghi thứ {facts.revision}.\n"
            "Tình trạng hiện nay: xem trang kiểm tra."
        )

    def _keys(self, file: Path | None) -> tuple[land_records.PublicKey, ...]:
        if file is None:
            return land_records.public_keys()
        try:
            return land_records.keys_in(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise DomainError(
                "Không đọc được tệp khóa.", "The key file cannot be read.", code="qr_key_file_unreadable"
            ) from error
