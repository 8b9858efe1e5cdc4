"""What a rule rests on, as a reader of the page's language can read it.

Volumes, titles and sections are the same in every language. What the rules' files say in plain
English beside them ("not statute") is said in the language of the page.
"""

from django.utils.translation import gettext as _

BETWEEN = "; "


def in_words(law: str) -> str:
    """The citation with its plain words in the language of the page; empty where there is none."""
    known = _plain_words()
    return BETWEEN.join(known.get(part, part) for part in law.split(BETWEEN) if part != "none")


def _plain_words() -> dict[str, str]:
    return _of_the_united_states() | _of_programmes()


def _of_the_united_states() -> dict[str, str]:
    return {
        "88 FR 80394 (17 November 2023)": _("88 FR 80394 (17 November 2023)"),
        "August 2023 notices (CU, HT)": _("notices of August 2023 (CU, HT)"),
        "INA 101(a)(42) (persecutor bar)": _("INA 101(a)(42) (whoever persecuted others)"),
        "Form DS-7699": _("form DS-7699"),
        "Form I-134A": _("form I-134A"),
        "USCIS alert, 28 July 2023": _("USCIS alert, 28 July 2023"),
        "USCIS review procedure, 17 May 2023": _("USCIS review procedure, 17 May 2023"),
        "annual Federal Register notice": _("yearly notice in the Federal Register"),
        "annual Presidential Determination": _("yearly Presidential Determination"),
        "annual Report to Congress": _("yearly Report to Congress"),
        "list rule removed by 89 FR 103202 (effective 17 January 2025)": _(
            "the list ended with 89 FR 103202 (from 17 January 2025)"
        ),
        "visa rule": _("rule of the visa"),
        "waiver by Form I-602 except (2)(C) and (3)(A),(B),(C),(E)": _(
            "waiver by form I-602 except (2)(C) and (3)(A),(B),(C),(E)"
        ),
    }


def _of_programmes() -> dict[str, str]:
    return {
        "Costa Rican migration authority, 13 June 2023": _(
            "migration authority of Costa Rica, 13 June 2023"
        ),
        "IOM Data Protection Principles (2009)": _("IOM Data Protection Principles (2009)"),
        "IRPA s.25.2 public policy": _("public policy under IRPA s. 25.2 (Canada)"),
        "MINTRAB programme rule": _("rule of the Ministry of Labour’s programme"),
        "MINTRAB programme rule (not in 8 CFR)": _(
            "rule of the Ministry of Labour’s programme (not in 8 CFR)"
        ),
        "MINTRAB rule: no pending United States migration process, no returnee or deportee for "
        "jobs there": _(
            "rule of the Ministry of Labour: no open migration process in the United States, "
            "nobody sent back, for jobs there"
        ),
        "Portal privacy notice": _("privacy notice of the portal"),
        "Programme rule": _("rule of the programme"),
        "Programme rule (State Department spokesperson, December 2023)": _(
            "rule of the programme (spokesperson of the State Department, December 2023)"
        ),
        "Programme rule (website requirement)": _("rule of the programme (its website asks it)"),
        "UNHCR General Policy on Personal Data Protection and Privacy (2022)": _(
            "UNHCR General Policy on Personal Data Protection and Privacy (2022)"
        ),
        "UNHCR specific-needs codes (IOM/030-FOM/030/2009)": _(
            "UNHCR codes of specific needs (IOM/030-FOM/030/2009)"
        ),
        "US Embassy San José, about 6 June 2024": _("US Embassy in San José, about 6 June 2024"),
        "US-Colombia announcement, 14 June 2023": _("US and Colombia, notice of 14 June 2023"),
        "US-Costa Rica joint commitment": _("US and Costa Rica, joint commitment"),
        "US-Costa Rica joint commitment, 12 June 2023": _(
            "US and Costa Rica, joint commitment of 12 June 2023"
        ),
        "US-Ecuador announcement, 19 October 2023": _("US and Ecuador, notice of 19 October 2023"),
        "US-Guatemala joint statement, 1 June 2023": _(
            "US and Guatemala, joint statement of 1 June 2023"
        ),
        "annual programme": _("yearly programme"),
        "not statute": _("not a law"),
        "the privacy notice says 'if available'": _("the privacy notice says “if available”"),
        "versions differ between sources": _("sources tell it differently"),
    }
