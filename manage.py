#!/usr/bin/env python3
"""Django's command line for Thổ Địa; `./run manage …` calls it in the prepared environment."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    execute_from_command_line(sys.argv)
