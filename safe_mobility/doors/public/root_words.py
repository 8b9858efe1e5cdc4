"""Words for themes and indicators of the municipalities, and how each figure is written."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from safe_mobility.doors.common.charts import thousands
from safe_mobility.statistics.rules.roots import Measure, Theme

THEMES: Mapping[Theme, "str | Promise"] = {
    Theme.POVERTY: gettext_lazy("Poverty and work"),
    Theme.FOOD: gettext_lazy("Food"),
    Theme.VIOLENCE: gettext_lazy("Violence that was reported"),
    Theme.WATER: gettext_lazy("Water and electricity"),
    Theme.DISASTERS: gettext_lazy("Disasters and climate"),
    Theme.SCHOOL: gettext_lazy("School"),
    Theme.SERVICES: gettext_lazy("Public services"),
}
INDICATORS: Mapping[str, "str | Promise"] = {
    "Pobreza": gettext_lazy("People in poverty"),
    "PIB": gettext_lazy("What is produced per person in a year (2021)"),
    "Gini": gettext_lazy("How unequal incomes are (0 to 1)"),
    "Desemp": gettext_lazy("Adults without work"),
    "Trabinfant": gettext_lazy("Children who work"),
    "Dependencia": gettext_lazy("People who depend on each one who works"),
    "Dormitoria": gettext_lazy("People to a bedroom"),
    "InsegAlim": gettext_lazy("How exposed to hunger (0 to 10)"),
    "Delitos": gettext_lazy("Crimes that were reported, of 100,000 people"),
    "ViolenciaMujer": gettext_lazy("Violence against women that was reported, of 100,000 people"),
    "IntraFamViolencia": gettext_lazy("Violence in families that was reported, of 100,000 people"),
    "CubiertaAgua": gettext_lazy("People with water and drains"),
    "AccElectr": gettext_lazy("Homes where there is electricity"),
    "DesastresNat": gettext_lazy("How exposed to disasters (0 to 10)"),
    "Analfabetas": gettext_lazy("People over 15 who cannot read"),
    "EducBasic": gettext_lazy("People who finished basic school"),
    "EducUniv": gettext_lazy("People who finished university"),
    "Alumnos": gettext_lazy("Pupils to a teacher"),
    "Graduand": gettext_lazy("School leavers who passed mathematics and reading"),
    "EducGastos": gettext_lazy("Public money for schools per person"),
    "SaludGastos": gettext_lazy("Public money for health per person"),
    "InversPubl": gettext_lazy("Public investment per person"),
    "ServPub": gettext_lazy("Public services (0 to 1)"),
    "GestAdmin": gettext_lazy("How the municipality is run (0 to 1)"),
    "GestFin": gettext_lazy("How its money is run (0 to 1)"),
    "ParticipComm": gettext_lazy("How people take part (0 to 1)"),
}

NARROW = "\N{NO-BREAK SPACE}"


def written(value: float, measure: Measure) -> str:
    """A figure with its unit, as short as it can be."""
    match measure:
        case Measure.SHARE:
            return f"{thousands(value * 100, digits=1)}{NARROW}%"
        case Measure.PER_100K:
            return thousands(value)
        case Measure.US_DOLLARS:
            return f"US${NARROW}{thousands(value)}"
        case Measure.QUETZALES:
            return f"Q{NARROW}{thousands(value)}"
        case Measure.NUMBER:
            return thousands(value, digits=1)
        case Measure.INDEX:
            return thousands(value, digits=2)
