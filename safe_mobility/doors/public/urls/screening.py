"""Questions, all answers, the result, the pathways."""

from django.urls import URLPattern, path

from safe_mobility.doors.public.views import pathways, questions, result

urlpatterns: list[URLPattern] = [
    path("preguntas", questions.next_question, name="next_question"),
    path("preguntas/familia", questions.who_goes, name="who_goes"),
    path("preguntas/familia/persona", questions.add_person, name="add_person"),
    path("preguntas/<str:question_id>", questions.question, name="question"),
    path("revisar", questions.review, name="review"),
    path("resultado", result.result, name="result"),
    path("borrar", questions.erase, name="erase"),
    path("borrado", questions.erased, name="erased"),
    path("caminos", pathways.pathways, name="pathways"),
    path("camino/<str:code>", pathways.pathway, name="pathway"),
]
