#!/usr/bin/env python
"""Commands for a site that runs. Starts no server: `make run` does."""

import os
import sys

from config import clock_file
from config.environment import EnvironmentFaults, Role, read

# What changes tables works as *owner*, everything else as *app*.
OWNER_COMMANDS = {"migrate"}


def main(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.jobs")
    command = arguments[1] if len(arguments) > 1 else "help"
    if command in OWNER_COMMANDS:
        os.environ["DATABASE_ROLE"] = Role.OWNER.value
    try:
        environment = read()
    except EnvironmentFaults as faults:
        sys.exit(str(faults))
    if environment.training and "CLOCK_OFFSET" not in os.environ:
        clock = clock_file.read(environment.state_dir)
        os.environ["CLOCK_OFFSET"] = str(clock.offset if clock else 0.0)

    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        execute_from_command_line(arguments)
    except OperationalError as error:
        if environment.embedded and "No such file or directory" in str(error):
            sys.exit("The site is not running here: start it with `make run`.")
        raise


if __name__ == "__main__":
    main(sys.argv)
