"""What a family is asked to agree to, in stages, and the text that was in force.

The general notice comes first and is enough to register. Sharing with the government of one's
own country is asked later, apart, only if it is needed, and can be stopped; nothing that was
agreed to is ever the price of something else.
"""

from enum import StrEnum

from safe_mobility.shared.refusal import Refusal


class ConsentKind(StrEnum):
    PROCESSING = "PROCESSING"
    SHARE_GT_GOVERNMENT = "SHARE_GT_GOVERNMENT"
    REFERRAL = "REFERRAL"
    TRACING = "TRACING"
    """To look for relatives and to be found by them, and by nobody else."""


# A new wording is a new version: who agreed to an older one agreed to that one.
VERSIONS = {
    ConsentKind.PROCESSING: "2023-11-20",
    ConsentKind.SHARE_GT_GOVERNMENT: "2023-11-20",
    ConsentKind.REFERRAL: "2023-11-20",
    ConsentKind.TRACING: "2023-11-20",
}

PROGRAMME = "PROGRAMME"
GT_GOVERNMENT = "GT_GOVERNMENT"


class NoLiveConsent(Refusal):
    """Something would leave the programme without a yes that still stands."""

    code = "people.no_live_consent"


class ConsentNeeded(Refusal):
    """The general consent cannot be stopped while an application is open: close it instead."""

    code = "people.consent_needed"
