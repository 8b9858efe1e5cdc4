from safe_mobility.people.models.households import Application, Household, OfficeAssignment
from safe_mobility.people.models.letting_in import (
    CallWord,
    HouseholdSession,
    Invitation,
    OneTimeCode,
    SignInTries,
)
from safe_mobility.people.models.papers import Paper, PaperPass
from safe_mobility.people.models.persons import Contact, Membership, SpecificNeed
from safe_mobility.people.models.sharing import Consent, Disclosure, DuplicatePair, Wish

__all__ = [
    "Application",
    "CallWord",
    "Consent",
    "Contact",
    "Disclosure",
    "DuplicatePair",
    "Household",
    "HouseholdSession",
    "Invitation",
    "Membership",
    "OfficeAssignment",
    "OneTimeCode",
    "Paper",
    "PaperPass",
    "SignInTries",
    "SpecificNeed",
    "Wish",
]
