"""The first supervisors of a site. Everybody else gets an account from them, on the console."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from safe_mobility.doors.common import clock, dates
from safe_mobility.doors.common.words import words_for
from safe_mobility.programmes import queries as programmes
from safe_mobility.shared.asker import job
from safe_mobility.shared.refusal import Refusal
from safe_mobility.staff import rules
from safe_mobility.staff.services import accounts


class Command(BaseCommand):
    help = "Make an account with one role and print the password that opens it, once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="the name typed to sign in")
        parser.add_argument("display_name", help="how colleagues see this person")
        parser.add_argument("role", choices=[str(role) for role in rules.Role])
        parser.add_argument("office", nargs="?", default="", help="none for an auditor")
        parser.add_argument("--language", default="es", choices=["es", "en"])

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        accounts.ensure_agency(
            code=rules.OFFICE_AGENCY, name="Oficina de Movilidad Segura", is_partner=False
        )
        office, today = options["office"], dates.day_of(now)
        if office and office not in programmes.office_codes():
            known = ", ".join(programmes.office_codes())
            raise CommandError(f"The programme knows no office {office}; it knows {known}.")
        try:
            opened = accounts.create_account(
                username=options["username"],
                display_name=options["display_name"],
                language=options["language"],
                office_code=office,
                role=rules.Role(options["role"]),
                from_on=today,
                actor=job("staff_account"),
                now=now,
            )
        except Refusal as refusal:
            raise CommandError(words_for(refusal)) from None
        self.stdout.write(opened.first_password)
