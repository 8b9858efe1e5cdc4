"""Which form belongs to which page of the registration.

A form knows its question, what is known already, and the one act that keeps its answer. Which page
comes next is decided by the rule that says what is still missing.
"""

from safe_mobility.doors.public.forms.people.asking import StepForm
from safe_mobility.doors.public.forms.people.of_households import (
    ContactForm,
    DepartmentForm,
    LanguageForm,
    MunicipalityForm,
    NeedsForm,
)
from safe_mobility.doors.public.forms.people.of_persons import (
    BirthForm,
    DocumentForm,
    FamilyForm,
    NameForm,
    NationalityForm,
    RoleForm,
    SexForm,
)
from safe_mobility.people.rules.drafts import Step

FORMS: dict[Step, type[StepForm]] = {
    Step.NAME: NameForm,
    Step.ROLE: RoleForm,
    Step.BIRTH: BirthForm,
    Step.SEX: SexForm,
    Step.NATIONALITY: NationalityForm,
    Step.DOCUMENT: DocumentForm,
    Step.FAMILY: FamilyForm,
    Step.DEPARTMENT: DepartmentForm,
    Step.MUNICIPALITY: MunicipalityForm,
    Step.LANGUAGE: LanguageForm,
    Step.CONTACT: ContactForm,
    Step.NEEDS: NeedsForm,
}
