#!/usr/bin/env python
"""Django's command line for this installation."""

import os
import sys

from django.core.management import execute_from_command_line

from portal.environment import BadSetting


def main() -> None:
    """Run one management command; a setting that cannot be used is one sentence, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        execute_from_command_line(sys.argv)
    except BadSetting as problem:
        sys.exit(f"Cannot start: {problem}")


if __name__ == "__main__":
    main()
