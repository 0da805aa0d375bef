"""`manage.py create_demo_users [--new-passwords] [--json]`: the demonstration logins."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from accounts.people import create_demo_users


class Command(BaseCommand):
    """Prints each new password once, on standard output only; nothing else keeps it."""

    help = "Make the demonstration logins canbo, duyet, kiemtra, quantri; new passwords are shown once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Arguments of the command line."""
        parser.add_argument("--new-passwords", action="store_true", help="also give existing logins a new password")
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run the command."""
        logins = create_demo_users(new_passwords=options["new_passwords"])
        if options["json"]:
            self.stdout.write(json.dumps({"ok": True, "logins": [asdict(login) for login in logins]}))
            return
        for login in logins:
            shown = login.password or "(đã có, giữ mật khẩu cũ / already there, password unchanged)"
            self.stdout.write(f"{login.login:10} {login.role:10} {shown}")
