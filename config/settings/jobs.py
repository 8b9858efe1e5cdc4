"""The background process: timers, the sender, and every command of `manage.py`."""

from config.settings.base import *

DOOR = "jobs"
SECRET_KEY = secret_key_of(DOOR)
# Timers may go through many rows at a time.
for settings_of in DATABASES.values():
    settings_of["OPTIONS"]["options"] = "-c idle_in_transaction_session_timeout=600000"
