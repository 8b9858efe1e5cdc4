"""The pages of one's own account that the sign-in library does not look for."""

from django.urls import path

from safe_mobility.doors.console.views import entry, waiting

urlpatterns = [
    path("salir", entry.sign_out, name="sign_out"),
    path("idioma", entry.language, name="language"),
    path("mi-oficina", entry.office, name="office"),
    path("en-espera", waiting.waiting, name="waiting"),
    path("mi-acceso/clave", entry.password, name="password"),
    path("mi-acceso/<int:factor_id>/quitar", entry.remove_factor, name="remove_factor"),
]
