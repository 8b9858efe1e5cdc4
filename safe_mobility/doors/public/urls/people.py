"""Addresses of the area `people`. No number of a household ever stands in one."""

from django.urls import URLPattern, path

from safe_mobility.doors.public.views.people import (
    consent,
    following,
    own_data,
    papers,
    registration,
    signing_in,
)

urlpatterns: list[URLPattern] = [
    path("consentimiento", consent.consent, name="consent"),
    path("consentimiento/no", consent.consent_refused, name="consent_refused"),
    path("registro", registration.registration, name="registration"),
    path("registro/numero", registration.number, name="number"),
    path("registro/menor", registration.under_age, name="under_age"),
    path("registro/revisar", registration.check_answers, name="check_answers"),
    path("registro/quitar/<int:number>", registration.remove_person, name="remove_person"),
    path("registro/<slug:slug>", registration.step, name="step"),
    path("registro/<slug:slug>/<int:number>", registration.step, name="step_of"),
    path("papeles", papers.papers, name="papers"),
    path("papeles/quitar/<int:place>", papers.remove_paper, name="remove_paper"),
    path("enviar", registration.send, name="send"),
    path("listo", registration.sent, name="sent"),
    path("solicitud", signing_in.sign_in, name="sign_in"),
    path("solicitud/clave", signing_in.ask_code, name="ask_code"),
    path("solicitud/entrar", signing_in.sign_in_with_code, name="sign_in_with_code"),
    path("solicitud/salir", signing_in.sign_out, name="sign_out"),
    path("solicitud/fuera", signing_in.signed_out, name="signed_out"),
    path("solicitud/estado", following.status, name="status"),
    path("solicitud/contacto", following.contact, name="contact"),
    path("solicitud/contacto/clave", following.check_contact, name="check_contact"),
    path("solicitud/contacto/otra", following.send_check_again, name="send_check_again"),
    path("solicitud/familia", following.family, name="family"),
    path("solicitud/pin", following.change_pin, name="change_pin"),
    path("solicitud/pin/listo", following.pin_changed, name="pin_changed"),
    path("solicitud/abrir", following.reopen, name="reopen"),
    path("datos", own_data.own_data, name="own_data"),
    path("datos/descargar", own_data.download, name="download"),
    path("datos/papel", own_data.printed, name="printed"),
    path("datos/compartir", own_data.share, name="share"),
    path("datos/permiso", own_data.stop_consent, name="stop_consent"),
    path("datos/cerrar", own_data.close, name="close"),
    path("datos/borrado", own_data.erased, name="draft_erased"),
]
