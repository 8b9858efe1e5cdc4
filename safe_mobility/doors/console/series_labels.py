"""How files of figures of other offices are called on the console, by what the reader calls them.

The reader's own sentence about a kind of file is for whoever runs it at a terminal; a member of
staff chooses and recognises a file by these.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FILES: dict[str, "str | Promise"] = {
    "encounters-southwest": _("Encounters at the southwest border of the United States"),
    "encounters-nationwide": _("Encounters at all borders of the United States"),
    "refugee-admissions": _("Refugees admitted, by nationality and month"),
    "refugee-admissions-by-region": _("Refugees admitted, by region and fiscal year"),
    "refugee-arrivals-by-city": _("Refugees by the city where they arrived"),
    "temporary-visas": _("Visas for temporary work, by month"),
    "immigrant-visas": _("Immigrant visas, by month"),
    "unhcr-population": _("Refugees and others at the end of each year"),
    "unhcr-flows": _("People who fled across a border in a year"),
    "unhcr-applications": _("Asylum applications, by year"),
    "unhcr-decisions": _("Asylum decisions, by year"),
    "unhcr-solutions": _("Returns, resettlement and naturalisation, by year"),
    "unhcr-displaced": _("People displaced inside their country"),
    "unhcr-demographics": _("Refugees and others by sex, age and place"),
    "municipal-indicators": _("Indicators of the municipalities"),
    "indicator-dictionary": _("What each indicator means"),
    "census-departments": _("Census and surveys, by department"),
    "municipalities": _("The list of municipalities"),
    "departments": _("The list of departments"),
}


def file_name(kind: str) -> "str | Promise":
    """The words for a kind of file; the reader's code where the reader learned a new one."""
    return FILES.get(kind, kind)
