"""Cases: search, the file of a family, its interview, its outcome, its referrals."""

from django.urls import URLPattern, path

from safe_mobility.doors.console.views.cases import (
    assisted,
    case,
    duplicates,
    interview,
    invitations,
    letters,
    other_day,
    outcome,
    referrals,
    search,
)

urlpatterns: list[URLPattern] = [
    path("casos", search.cases, name="cases"),
    path("casos/<str:reference>", case.case, name="case"),
    path("casos/<str:reference>/reglas", other_day.other_day, name="other_day"),
    path("casos/<str:reference>/entrevista", interview.interview, name="interview"),
    path("casos/<str:reference>/entrevista/<slug:part>", interview.section, name="section"),
    path("casos/<str:reference>/decision", outcome.choose, name="outcome"),
    path("casos/<str:reference>/decision/<str:outcome>", outcome.give, name="give_outcome"),
    path("casos/<str:reference>/remitir/<slug:pathway>", outcome.refer, name="refer"),
    path("casos/<str:reference>/remision/<uuid:referral_id>", referrals.referral, name="referral"),
    path("casos/<str:reference>/carta/<uuid:decision_id>", letters.letter, name="letter"),
    path(
        "casos/<str:reference>/remision/<uuid:referral_id>/carta",
        letters.referral_letter,
        name="referral_letter",
    ),
    path("casos/<str:reference>/expediente", letters.file, name="file"),
    path("remisiones", referrals.listed, name="referrals"),
    path("duplicados", duplicates.pairs, name="duplicates"),
    path("asistida", assisted.begin, name="assisted"),
    path("asistida/<str:reference>", assisted.draft, name="assisted_draft"),
    path("asistida/<str:reference>/persona", assisted.person, name="assisted_new_person"),
    path("asistida/<str:reference>/persona/<int:number>", assisted.person, name="assisted_person"),
    path("asistida/<str:reference>/<slug:slug>", assisted.part, name="assisted_part"),
    path("invitaciones", invitations.invitations, name="invitations"),
]
