"""Acts on places and appointments. One function is one act, in one transaction.

Locks are always taken in the same order: household, appointment with its place, application.
"""

from safe_mobility.appointments.services.booking import (
    cancel,
    cancel_if_any,
    choose_again,
    confirm,
    hold,
    let_go,
)
from safe_mobility.appointments.services.closing import (
    answer_by,
    close_day,
    stand_desk_down,
    stand_down,
    withdraw_places,
)
from safe_mobility.appointments.services.day import (
    arrive,
    call,
    finish,
    leave,
    mark_absent,
    park,
    redirect,
    start_interview,
    unanswered,
    unpark,
)
from safe_mobility.appointments.services.publishing import publish_day
from safe_mobility.appointments.services.timers import (
    end_the_day,
    end_unanswered_closures,
    lapse_overdue,
    send_reminders,
    wake_rested,
)

__all__ = [
    "answer_by",
    "arrive",
    "call",
    "cancel",
    "cancel_if_any",
    "choose_again",
    "close_day",
    "confirm",
    "end_the_day",
    "end_unanswered_closures",
    "finish",
    "hold",
    "lapse_overdue",
    "leave",
    "let_go",
    "mark_absent",
    "park",
    "publish_day",
    "redirect",
    "send_reminders",
    "stand_desk_down",
    "stand_down",
    "start_interview",
    "unanswered",
    "unpark",
    "wake_rested",
    "withdraw_places",
]
