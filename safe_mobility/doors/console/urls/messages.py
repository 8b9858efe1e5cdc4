"""Messages that wait for a person: wishes, replies, and what did not go out."""

from django.urls import URLPattern, path

from safe_mobility.doors.console.views import messages

urlpatterns: list[URLPattern] = [
    path("mensajes", messages.desk, name="messages"),
    path("mensajes/<uuid:message_id>/otra-vez", messages.send_again, name="send_again"),
    path("mensajes/<uuid:message_id>/aparte", messages.lay_aside, name="lay_aside"),
    path("mensajes/pedido/<uuid:wish_id>", messages.wish_handled, name="wish_handled"),
    path("mensajes/respuesta/<uuid:household_id>/<uuid:reply_id>", messages.reply, name="reply"),
]
