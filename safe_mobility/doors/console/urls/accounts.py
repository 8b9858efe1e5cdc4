"""Accounts, roles and shifts, for supervisors."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from safe_mobility.doors.console.views import accounts, shifts


class ShiftAct(StringConverter):
    regex = "confirm|back|drop"


register_converter(ShiftAct, "shift_act")

urlpatterns: list[URLPattern] = [
    path("personal", accounts.accounts, name="accounts"),
    path("personal/nueva", accounts.new_account, name="new_account"),
    path("personal/turnos", shifts.shifts, name="shifts"),
    path("personal/turnos/<int:day_id>/<shift_act:name>", shifts.change_shift, name="shift"),
    path("personal/funcion/<uuid:role_id>/confirmar", accounts.confirm_role, name="confirm_role"),
    path(
        "personal/ayuda/<uuid:recovery_id>/confirmar",
        accounts.confirm_recovery,
        name="confirm_recovery",
    ),
    path("personal/ayuda/<uuid:recovery_id>/negar", accounts.drop_recovery, name="drop_recovery"),
    path("personal/<int:user_id>", accounts.account, name="account"),
    path("personal/<int:user_id>/cuenta", accounts.close_account, name="close_account"),
    path("personal/<int:user_id>/ayuda", accounts.ask_recovery, name="ask_recovery"),
    path("personal/<int:user_id>/funcion/<uuid:role_id>", accounts.end_role, name="end_role"),
]
