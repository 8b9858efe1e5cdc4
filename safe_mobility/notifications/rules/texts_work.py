"""What we say about temporary work, in both languages.

No message says "work" or "visa": whoever holds the phone reads it, and a neighbour who knows that
somebody is about to leave is one more person who asks for money.
"""

from safe_mobility.notifications.rules.wording import Wording

ES: dict[str, Wording] = {
    "work_offer": Wording(
        sms=(
            "Movilidad Segura: le hacemos una pregunta en su solicitud. Conteste antes del"
            " {answer_by} en {site} o llame gratis al {phone}. Nadie cobra por esto.",
            "Movilidad Segura: le hacemos una pregunta en su solicitud. Conteste en {site} o"
            " llame gratis al {phone}. Nadie cobra por esto.",
        ),
        subject="Le hacemos una pregunta",
        body=(
            "Su nombre puede ir a una lista. Antes le preguntamos si está de acuerdo.",
            ("Conteste antes del {answer_by} en su página, o llame gratis al {phone}.",),
            "Puede decir que no. No pierde nada. Nadie puede cobrarle por un lugar.",
        ),
        page=(
            "Usted está en la lista para una oferta de trabajo de temporada.",
            ("Díganos sí o no antes del {answer_by}. Sin su sí, nadie ve su nombre.",),
            "Puede decir que no. No pierde nada. Nadie puede cobrarle por un lugar.",
        ),
    ),
    "work_news": Wording(
        sms=(
            "Movilidad Segura: hay una novedad en su solicitud. Entre a {site} o llame gratis"
            " al {phone}. Es gratis.",
        ),
        subject="Hay una novedad en su solicitud",
        body=(
            "Hay una novedad en su solicitud.",
            "Entre a {site} con su número y su PIN, o llame gratis al {phone}.",
        ),
        page=(
            "Cambió algo en su camino al trabajo de temporada.",
            "En la página «Trabajo de temporada» ve qué pasó y qué sigue.",
        ),
    ),
    "work_renew": Wording(
        sms=(
            "Movilidad Segura: quiere seguir en la lista? Responda SIGO antes del {answer_by}."
            " Si no responde, la guardamos sin usarla. Es gratis.",
        ),
        subject="¿Quiere seguir en la lista?",
        body=(
            "¿Quiere seguir en la lista? Conteste antes del {answer_by}.",
            "Responda SIGO a nuestro mensaje, o entre a {site}.",
            "Si no contesta, no borramos nada: solo dejamos de proponerle.",
        ),
        page=(
            "¿Todavía quiere trabajar una temporada en otro país? Díganoslo antes del {answer_by}.",
            "Si no contesta, no borramos nada: solo dejamos de proponerle.",
        ),
    ),
    "wish_received.WORK": Wording(
        sms=(
            "Movilidad Segura: gracias, sigue en la lista 90 días más. No tiene que hacer nada"
            " hoy. Nadie puede cobrarle por un lugar.",
        ),
        subject="Sigue en la lista",
        body=(
            "Gracias. Sigue en la lista 90 días más.",
            "No tiene que hacer nada hoy. Nadie puede cobrarle por un lugar.",
        ),
    ),
}
EN: dict[str, Wording] = {
    "work_offer": Wording(
        sms=(
            "Safe Mobility: we ask you a question in your application. Answer before {answer_by}"
            " at {site} or call free {phone}. Nobody charges for it.",
            "Safe Mobility: we ask you a question in your application. Answer at {site} or call"
            " free {phone}. Nobody charges for it.",
        ),
        subject="We ask you a question",
        body=(
            "Your name could go on a list. First we ask whether you agree.",
            ("Answer before {answer_by} on your page, or call free {phone}.",),
            "You can say no. You lose nothing. Nobody may charge you for a place.",
        ),
        page=(
            "You are on the list for an offer of seasonal work.",
            ("Tell us yes or no before {answer_by}. Without your yes, nobody sees your name.",),
            "You can say no. You lose nothing. Nobody may charge you for a place.",
        ),
    ),
    "work_news": Wording(
        sms=(
            "Safe Mobility: there is news in your application. Go to {site} or call free {phone}."
            " It is free.",
        ),
        subject="There is news in your application",
        body=(
            "There is news in your application.",
            "Go to {site} with your number and your PIN, or call free {phone}.",
        ),
        page=(
            "Something changed on your way to seasonal work.",
            "The page “Seasonal work” says what happened and what comes next.",
        ),
    ),
    "work_renew": Wording(
        sms=(
            "Safe Mobility: do you want to stay on the list? Reply STAY before {answer_by}. If"
            " you do not reply we keep it without using it. It is free.",
        ),
        subject="Do you want to stay on the list?",
        body=(
            "Do you want to stay on the list? Answer before {answer_by}.",
            "Reply STAY to our message, or go to {site}.",
            "If you do not answer we erase nothing: we only stop proposing you.",
        ),
        page=(
            "Do you still want to work a season in another country? Tell us before {answer_by}.",
            "If you do not answer we erase nothing: we only stop proposing you.",
        ),
    ),
    "wish_received.WORK": Wording(
        sms=(
            "Safe Mobility: thank you, you stay on the list for 90 more days. Nothing to do"
            " today. Nobody may charge you for a place.",
        ),
        subject="You stay on the list",
        body=(
            "Thank you. You stay on the list for 90 more days.",
            "There is nothing to do today. Nobody may charge you for a place.",
        ),
    ),
}
