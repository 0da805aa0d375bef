#!/usr/bin/env python3
"""Django's command line for Thổ Địa; `./run manage …` calls it in the prepared environment."""

import os
import sys

from importers.conversion import map_command

if __name__ == "__main__":
    if map_command.takes(sys.argv[1:]):
        sys.exit(map_command.main(sys.argv[2:]))
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    execute_from_command_line(sys.argv)
