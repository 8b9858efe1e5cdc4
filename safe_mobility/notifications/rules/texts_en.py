"""What we say in English: the same kinds as in Spanish, tested to be the same."""

from dataclasses import replace

from safe_mobility.notifications.rules import texts_work
from safe_mobility.notifications.rules.wording import Book, Wording

_SENDER = "Safe Mobility"
_SIGNED = (
    "It is free. All of it. Nobody may charge you.",
    "You can check this message at {site}, under “Scams”. You can also call free {phone}.",
)
_WITHHELD = "We sent you a code. To protect you it is not kept here."

_ENTER = "Go to {site} with your number and your PIN, or call free {phone}."
_CHANGE = "If you cannot come, change the time at {site} or call free {phone}. You lose nothing."

_NEWS = Wording(
    sms=(
        "Safe Mobility: there is news about your application. Go to {site} or call free {phone}.",
    ),
    subject="There is news about your application",
    body=("There is news about your application.", _ENTER),
)
_BOOKED = Wording(
    sms=(
        "Safe Mobility: your appointment is {when}, {office}. It is free. If you cannot come,"
        " reply CHANGE.",
        "Safe Mobility: your appointment is {when}. See the place at {site}. It is free. If"
        " you cannot come, reply CHANGE.",
    ),
    subject="Your appointment is confirmed",
    body=(
        ("Your appointment is on {when}, in {office}.", "Your appointment is on {when}."),
        "Everybody in your application comes. If a paper is missing, come anyway.",
        _CHANGE,
    ),
)
_REMINDER = Wording(
    sms=(
        "Safe Mobility: see you on {when}, {office}. Come even if a paper is missing. If you"
        " cannot, reply CHANGE.",
        "Safe Mobility: see you on {when}. Come even if a paper is missing. If you cannot,"
        " reply CHANGE.",
    ),
    subject="We expect you at your appointment",
    body=(
        ("We expect you on {when}, in {office}.", "We expect you on {when}."),
        "Come even if a paper is missing. Bring the papers you have.",
        _CHANGE,
    ),
)
_CHANGED = Wording(
    sms=(
        "Safe Mobility: your appointment is now {when}, {office}. The earlier time no longer"
        " counts. If you cannot come, reply CHANGE.",
        "Safe Mobility: your appointment is now {when}. The earlier time no longer counts. If"
        " you cannot come, reply CHANGE.",
    ),
    subject="Your appointment has another time",
    body=(
        ("Your appointment is now on {when}, in {office}.", "Your appointment is now on {when}."),
        "The earlier time no longer counts.",
        _CHANGE,
    ),
)
_BY_PHONE = (
    "We call you. We begin with the two words that you see on your page.",
    "If we do not say them, hang up.",
)

_TEXTS: dict[str, Wording] = {
    "registered": Wording(
        sms=(
            "Safe Mobility: we have your application. Nothing to do today. We write to you"
            " before {news_by}. It is free. We never ask for money.",
            "Safe Mobility: we have your application. Nothing to do today. It is free. We"
            " never ask for money.",
        ),
        subject="We have your application",
        body=(
            "We have your application. You do not have to do anything today.",
            "Now the office checks it. We write to you before {news_by}.",
            "Keep your number and your PIN. Do not share them with anybody.",
        ),
    ),
    "booked": _BOOKED,
    "booked.PHONE": replace(
        _BOOKED,
        sms=(
            "Safe Mobility: your phone appointment is {when}. We call you. It is free. If you"
            " cannot, reply CHANGE.",
        ),
        body=("Your appointment is by phone, on {when}.", *_BY_PHONE, _CHANGE),
    ),
    "booked.VIDEO": replace(
        _BOOKED,
        sms=(
            "Safe Mobility: your video appointment is {when}. It is free. If you cannot, reply"
            " CHANGE.",
        ),
        body=(
            "Your appointment is by video, on {when}.",
            "The link is on your page, at {site}. Do not share it.",
            _CHANGE,
        ),
    ),
    "changed": _CHANGED,
    "changed.PHONE": replace(
        _CHANGED,
        sms=(
            "Safe Mobility: your phone appointment is now {when}. The earlier time no longer"
            " counts. If you cannot, reply CHANGE.",
        ),
        body=(
            "Your appointment is now by phone, on {when}.",
            "The earlier time no longer counts.",
            *_BY_PHONE,
            _CHANGE,
        ),
    ),
    "changed.VIDEO": replace(
        _CHANGED,
        sms=(
            "Safe Mobility: your video appointment is now {when}. The earlier time no longer"
            " counts. If you cannot, reply CHANGE.",
        ),
        body=(
            "Your appointment is now by video, on {when}.",
            "The earlier time no longer counts. The link is on your page, at {site}.",
            _CHANGE,
        ),
    ),
    "cancelled": Wording(
        sms=(
            "Safe Mobility: your appointment on {when} no longer counts. Your application is"
            " still open. For another time reply TIME. It is free.",
            "Safe Mobility: your appointment no longer counts. Your application is still open."
            " For another time reply TIME. It is free.",
        ),
        subject="Your appointment no longer counts",
        body=(
            (
                "Your appointment on {when} no longer counts.",
                "Your appointment no longer counts.",
            ),
            "Your application is still open. You can choose another time at {site}.",
            "If you did not ask for this, call free {phone}.",
        ),
    ),
    "reminder": _REMINDER,
    "reminder.PHONE": replace(
        _REMINDER,
        sms=(
            "Safe Mobility: we call you on {when}. Keep the phone near. It is free. If you"
            " cannot, reply CHANGE.",
        ),
        body=("We call you on {when}. Keep the phone near.", *_BY_PHONE, _CHANGE),
    ),
    "reminder.VIDEO": replace(
        _REMINDER,
        sms=(
            "Safe Mobility: your video appointment is on {when}. It is free. If you cannot,"
            " reply CHANGE.",
        ),
        body=(
            "Your video appointment is on {when}.",
            "The link is on your page, at {site}. Do not share it.",
            _CHANGE,
        ),
    ),
    "you_are_next": Wording(
        sms=(
            "Safe Mobility: two turns are left before yours. Come back to the waiting room. If"
            " you need time, tell the entrance and you keep your place.",
        ),
        subject="Two turns are left before yours",
        body=(
            "Two turns are left before yours. Come back to the waiting room.",
            "If you need more time, tell the entrance. You keep your place.",
        ),
    ),
    "missed": Wording(
        sms=(
            "Safe Mobility: we could not see you today. Your application is still open. Reply"
            " CHANGE to ask for another time. It is free.",
        ),
        subject="We could not see you today",
        body=(
            "We could not see you today. Your application is still open.",
            "You can choose another time at {site}, or call free {phone}.",
        ),
    ),
    "left": Wording(
        sms=(
            "Safe Mobility: we did not finish your visit today. Your application is still"
            " open. Reply CHANGE to ask for another time. It is free.",
        ),
        subject="We did not finish your visit today",
        body=(
            "We did not finish your visit today. Your application is still open.",
            "You can choose another time at {site}, or call free {phone}.",
        ),
    ),
    "outcome": _NEWS,
    "outcome.REFERRED": replace(
        _NEWS,
        page=(
            (
                "We are going to send your application to: {pathway}.",
                "We are going to send your application on.",
            ),
            "First we ask for your consent. They decide. This is not an approval yet.",
            "You hear from us before {news_by}.",
        ),
    ),
    "outcome.MORE_NEEDED": replace(
        _NEWS,
        page=(
            "Some information is missing. Your page says which.",
            "Add it before {answer_by}, or call free {phone}.",
        ),
    ),
    "outcome.NOT_HERE": replace(
        _NEWS,
        page=(
            "We cannot go on with your application at this office today. Your page says why.",
            "Other help is still open. You can also seek asylum, here or in another country.",
            "If you do not agree, you can ask for another person to look again.",
        ),
    ),
    "outcome.CLOSED": replace(
        _NEWS,
        page=(
            "We closed your application. Your page says why.",
            "If you do not agree, you can ask for another person to look again.",
        ),
    ),
    "referral_sent": replace(
        _NEWS,
        page=(
            ("We sent your application to: {pathway}.", "We sent your application on."),
            "They decide. This is not an approval yet. You do not pay anything.",
            "You hear from us before {news_by}.",
        ),
    ),
    "no_change_news": Wording(
        sms=(
            "Safe Mobility: your application goes on. Nothing has changed and there is nothing"
            " to do. We write again before {news_by}. We never ask for money.",
        ),
        subject="Your application goes on",
        body=(
            "Nothing has changed. Your application is kept and there is nothing to do.",
            "We write again before {news_by}, even if nothing changes.",
        ),
    ),
    "no_change_news.WAITING": Wording(
        sms=(
            "Safe Mobility: you are still waiting for an interview. Nothing to do now. We"
            " write again before {news_by}. We never ask for money.",
        ),
        subject="You are still waiting for an interview",
        body=(
            "You are still waiting for an interview. There is nothing to do now.",
            "We write again before {news_by}, even if nothing changes.",
        ),
    ),
    "code": Wording(
        sms=(
            "Safe Mobility: your code is {code}. It lasts 10 minutes. Do not share it. Nobody"
            " from the programme will ask for it.",
        ),
        subject="Your code to sign in",
        body=(
            "Your code is {code}. It lasts 10 minutes.",
            "Do not share it. Nobody from the programme will ask for it.",
            "If you did not ask for it, there is nothing to do.",
        ),
    ),
    "contact_check": Wording(
        sms=(
            "Safe Mobility: your code to check this phone is {code}. It lasts 10 minutes. If"
            " you did not expect it, there is nothing to do.",
        ),
        subject="Check this e-mail address",
        body=(
            "Your code to check this e-mail address is {code}. It lasts 10 minutes.",
            "Type it on the page where you asked for it.",
            "If you did not expect it, there is nothing to do.",
        ),
    ),
    "suspended": Wording(
        sms=(
            "Safe Mobility: the programme has stopped. We keep your application. Do not pay"
            " anyone. We write again before {news_by}.",
            "Safe Mobility: the programme has stopped. We keep your application. Do not pay"
            " anyone. News appears at {site}.",
        ),
        subject="The programme has stopped for now",
        body=(
            "The programme has stopped for now. We keep your application. Do not pay anyone.",
            (
                "We write again before {news_by}, even if nothing changes.",
                "News appears at {site}.",
            ),
            "You still have the right to seek asylum, here or in another country.",
        ),
    ),
    "invited": Wording(
        sms=(
            "Safe Mobility: you have a place for an interview. Choose a time before"
            " {answer_by}. There is no rush. Reply TIME.",
            "Safe Mobility: you have a place for an interview. Choose a time at {site}. There"
            " is no rush. Or reply TIME.",
        ),
        subject="You have a place for an interview",
        body=(
            "You have a place for an interview.",
            ("Choose a time at {site} before {answer_by}.", "Choose a time at {site}."),
            "Choosing first is no advantage.",
        ),
    ),
    "closed_day": Wording(
        sms=(
            "Safe Mobility: the office closes on {day}. Your turn is kept. Choose another time"
            " before {answer_by} at {site} or reply CHANGE.",
            "Safe Mobility: the office closes on {day}. Your turn is kept. To choose another"
            " time reply CHANGE.",
        ),
        subject="The office closes on the day of your appointment",
        body=(
            ("The office closes on {day}. We cannot see you that day.",),
            "Your turn is kept. We offer you the nearest times.",
            (
                "Choose another time at {site} before {answer_by}, or call free {phone}.",
                "Choose another time at {site}, or call free {phone}.",
            ),
        ),
    ),
    "withdrawn": Wording(
        sms=(
            "Safe Mobility: your application is closed, as you said. You can open it again"
            " until {answer_by}. If it was not you, call free {phone}.",
            "Safe Mobility: your application is closed, as you said. If it was not you, call"
            " free {phone}.",
        ),
        subject="You closed your application",
        body=(
            "You closed your application.",
            "You can open it again until {answer_by}.",
            "If it was not you, call free {phone}.",
        ),
    ),
    "reopened": Wording(
        sms=(
            "Safe Mobility: your application is open again. Nothing to do today. If it was not"
            " you, call free {phone}.",
        ),
        subject="Your application is open again",
        body=(
            "Your application is open again. There is nothing to do today.",
            "We write to you before {news_by}.",
            "If it was not you, call free {phone}.",
        ),
    ),
    "duplicate_found": Wording(
        sms=(
            "Safe Mobility: you already have an application. Go to {site} with your code. A"
            " second one does not help. It is free.",
        ),
        subject="You already have an application",
        body=(
            "Your family already has an application. Open it with your number. A second one"
            " does not help.",
            "If you lost your number, call free {phone}.",
            "If you did not send another application, tell us on the same phone.",
        ),
    ),
    "wish_received": Wording(
        sms=(
            "Safe Mobility: we have your message. The office looks for another time and writes"
            " to you. To choose yourself, go to {site}. It is free.",
        ),
        subject="We have your message",
        body=(
            "We have your message. The office looks for another time and writes to you.",
            "If you want to choose yourself, go to {site}.",
        ),
    ),
    "wish_received.OTHER": Wording(
        sms=(
            "Safe Mobility: we have your message. A person at the office reads it. If it"
            " cannot wait, call free {phone}.",
        ),
        subject="We have your message",
        body=(
            "We have your message. A person at the office reads it.",
            "If it cannot wait, call free {phone}.",
        ),
    ),
    "trace_question": Wording(
        sms=(
            "Safe Mobility: as each month we have one question for you. Answer it on your page"
            " at {site} or call free {phone}.",
            "Safe Mobility: as each month we have one question for you. Answer it on your page.",
        ),
        subject="The question of each month",
        body=("As each month we have one question for you. Everybody gets it.", _ENTER),
        page=(
            "As each month: are you still looking, and by whom do you want to be found? Answer"
            " on the page “Look for family”. Everybody who looks gets this question on the same"
            " day.",
        ),
    ),
    "trace_found": Wording(
        sms=_NEWS.sms,
        subject=_NEWS.subject,
        body=_NEWS.body,
        page=(
            "We found somebody, and you both agreed. Read it on the page “Look for family”."
            " Your office calls you both and helps with the first talk.",
        ),
    ),
    "day_ahead": Wording(
        sms=(
            "Safe Mobility: a date is near that you should not miss. See it on your page at"
            " {site} or call free {phone}. We never ask for money.",
            "Safe Mobility: a date is near that you should not miss. Look at your page or call"
            " us. We never ask for money.",
        ),
        subject="A date is near that you should not miss",
        body=(
            "A date is near that you should not miss. Your page says which, and what to do"
            " before it.",
            _ENTER,
        ),
        page=(
            "A date is near that you should not miss. The page “Family abroad” says which, and"
            " what to do before it.",
        ),
    ),
    "rules_changed": Wording(
        sms=(
            "Safe Mobility: a rule changed, and with it what counts for your family. Read it on"
            " your page. It is free. We never ask for money.",
        ),
        subject="A rule changed",
        body=(
            "A rule changed. With it, what may be open to your family changed too.",
            "Your page shows each pathway, the date of the rule and who says so.",
            "Do not pay anyone. You still have the right to seek asylum.",
        ),
    ),
    "rules_changed.OPENED": Wording(
        sms=(
            "Safe Mobility: a rule changed and one more pathway may be open to your family."
            " Read it on your page. We never ask for money.",
        ),
        subject="One more pathway may be open",
        body=(
            "A rule changed. A pathway that was not open to your family may be open today.",
            "Your page shows which one and what to do. It is not a decision.",
            "Do not pay anyone. Nobody can sell you a place.",
        ),
    ),
    "rules_changed.CLOSED": Wording(
        sms=(
            "Safe Mobility: a rule changed and a pathway is no longer open to your family. Read"
            " it on your page. We keep your application.",
        ),
        subject="A pathway is no longer open",
        body=(
            "A rule changed. A pathway that was open to your family is not open today.",
            "Your page shows why and what stays open. We keep your application.",
            "You still have the right to seek asylum, here or in another country.",
        ),
    ),
}

BOOK = Book(sender=_SENDER, signed=_SIGNED, withheld=_WITHHELD, texts=_TEXTS | texts_work.EN)
