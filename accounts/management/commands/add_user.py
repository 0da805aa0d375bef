"""`manage.py add_user LOGIN --role ROLE --office CODE [--name TEXT] [--office-name TEXT --unit …]`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Office
from accounts.people import add_user, ensure_office
from accounts.roles import Role


class Command(BaseCommand):
    """Gives a person a login, an office and a role; the random password is shown once."""

    help = "Make a user with a role in an office (made too when it is new); the password is shown once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Arguments of the command line."""
        parser.add_argument("login")
        parser.add_argument("--name", default="", help="full name, Vietnamese order")
        parser.add_argument("--role", required=True, choices=[role.value for role in Role])
        parser.add_argument("--office", required=True, help="code of the office")
        parser.add_argument("--office-name", default="", help="makes the office when its code is new")
        parser.add_argument("--unit", action="append", help="CODE[@DATE] of a unit of the new office; repeatable")
        parser.add_argument("--whole-province", action="store_true", help="the new office works on every unit")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run the command."""
        code = options["office"]
        if options["office_name"]:
            units = tuple(options["unit"] or ())
            if bool(units) == options["whole_province"]:
                raise CommandError("A new office needs --unit, or --whole-province, and not both.")
            ensure_office(code=code, name=options["office_name"], unit_references=units or None)
        elif not Office.objects.filter(code=code).exists():
            raise CommandError(f"Office {code} is unknown; give --office-name to make it.")
        _, password = add_user(
            login=options["login"], full_name=options["name"], role=options["role"], office_code=code
        )
        self.stdout.write(password or "(already there, password unchanged)")
