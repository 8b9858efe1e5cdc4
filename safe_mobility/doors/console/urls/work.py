"""Seasonal work: offers and lists, people by code, ways and tasks; and an employer's own pages."""

from django.urls import URLPattern, path

from safe_mobility.doors.console.views.labour import employer, offers, persons, way

urlpatterns: list[URLPattern] = [
    path("trabajo", offers.work, name="work"),
    path("trabajo/oferta-nueva", offers.new, name="new_demand"),
    path("trabajo/tabla", offers.bring, name="bring_demands"),
    path("trabajo/listas", offers.make_lists, name="make_lists"),
    path("trabajo/listas/<uuid:run_id>", offers.answer_lists, name="answer_lists"),
    path("trabajo/oferta/<uuid:demand_id>", offers.demand, name="demand"),
    path("trabajo/oferta/<uuid:demand_id>/estado", offers.move, name="move_demand"),
    path("trabajo/personas", persons.persons, name="candidates"),
    path("trabajo/persona/<uuid:candidate_id>", persons.person, name="candidate"),
    path("trabajo/anotar/<str:reference>/<int:number>", persons.write_down, name="write_work_down"),
    path("trabajo/tareas", way.tasks, name="work_tasks"),
    path("trabajo/camino/<uuid:placement_id>", way.way, name="way"),
    path("trabajo/camino/<uuid:placement_id>/acto", way.act_on_way, name="act_on_way"),
    path("trabajo/camino/<uuid:placement_id>/fin", way.end, name="end_way"),
    path("trabajo/camino/<uuid:placement_id>/tarea", way.finish, name="finish_task"),
    path("trabajo/camino/<uuid:placement_id>/contrato", way.contract, name="keep_contract"),
    path("ofertas", employer.offers, name="offers"),
    path("ofertas/nueva", employer.new, name="new_offer"),
    path("ofertas/<uuid:offer_id>", employer.offer, name="offer"),
    path("ofertas/<uuid:offer_id>/respuesta", employer.say, name="say_of_person"),
]
