#!/usr/bin/env python
"""Django's command line. Settings come from the environment, or from a `.env` file beside this one."""

import os
import sys
from pathlib import Path

import environ


def main():
    environ.Env.read_env(Path(__file__).resolve().parent / ".env")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "directory_site.settings.production")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
