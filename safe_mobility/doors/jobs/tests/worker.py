"""A sender in a process of its own, for tests that kill it: databases and gateway as arguments."""

import json
import sys
from dataclasses import replace

import django


def main(databases: dict[str, str], port: int, keeps_key: bool) -> None:
    django.setup()
    from django.db import connections

    from safe_mobility.doors.jobs import sender
    from safe_mobility.doors.jobs.providers import Sms
    from safe_mobility.doors.jobs.tests.outside import SmsServer
    from safe_mobility.notifications.rules.states import Channel

    for alias, name in databases.items():
        connections[alias].settings_dict["NAME"] = name
    shape = replace(SmsServer(port=port).shape, keeps_key=keeps_key)
    sender.send_due(providers={Channel.SMS: Sms(shape, token="t0")})


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "keeps")
