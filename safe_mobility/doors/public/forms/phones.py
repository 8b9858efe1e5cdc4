"""The keyboard of a training phone."""

from django.utils.translation import gettext_lazy as _

from safe_mobility.doors.common.fields import Form, TextField


class ReplyForm(Form):
    text = TextField(label=_("Reply as this phone"), max_length=160)
