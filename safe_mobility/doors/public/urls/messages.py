"""What we said to a household; on a training site also the phones and mailboxes themselves."""

from django.urls import URLPattern, path

from safe_mobility.doors.public.views import messages, phones

urlpatterns: list[URLPattern] = [
    path("solicitud/mensajes", messages.messages, name="messages"),
    path("avisos", phones.everybody, name="sent_messages"),
    path("avisos/<uuid:household_id>", phones.household, name="phone"),
]
