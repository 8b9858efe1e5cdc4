"""The work after reception: interviews, outcomes and referrals to a pathway's partner."""

from safe_mobility.cases.models.decisions import Decision
from safe_mobility.cases.models.interviews import Interview, InterviewSection
from safe_mobility.cases.models.referrals import Referral

__all__ = ["Decision", "Interview", "InterviewSection", "Referral"]
