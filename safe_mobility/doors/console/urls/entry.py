"""Addresses of the sign-in. Only those we use, and none of the library's others.

They stand outside the namespace of the console: the library looks for them by its own names.
"""

from django.urls import path

from safe_mobility.doors.console.views import entry

urlpatterns = [
    path("entrar", entry.sign_in, name="account_login"),
    path("entrar/codigo", entry.second_factor, name="mfa_authenticate"),
    path("entrar/llave", entry.sign_in_by_passkey, name="mfa_login_webauthn"),
    path("mi-acceso", entry.security, name="mfa_index"),
    path("mi-acceso/confirmar", entry.confirm, name="account_reauthenticate"),
    path("mi-acceso/codigo", entry.enrol_code, name="mfa_activate_totp"),
    path("mi-acceso/llave", entry.add_passkey, name="mfa_add_webauthn"),
]
