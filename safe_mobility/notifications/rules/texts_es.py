"""What we say in Spanish. First what it means, then what to do; who acts, and by when.

No SMS and no e-mail names a pathway, a person, a family or a need: whoever holds the phone
reads it. Signs that an SMS cannot carry (á, í, ó, ú) are avoided by choosing other words.
"""

from dataclasses import replace

from safe_mobility.notifications.rules import texts_work
from safe_mobility.notifications.rules.wording import Book, Wording

_SENDER = "Movilidad Segura"
_SIGNED = (
    "Es gratis. Todo el proceso. Nadie puede cobrarle.",
    "Puede comprobar este mensaje en {site}, en «Estafas». También puede llamar gratis al {phone}.",
)
_WITHHELD = "Le enviamos una clave. Por seguridad no se guarda aquí."

_ENTER = "Entre a {site} con su número y su PIN, o llame gratis al {phone}."
_CHANGE = "Si no puede venir, cambie la hora en {site} o llame gratis al {phone}. No pierde nada."

_NEWS = Wording(
    sms=(
        "Movilidad Segura: hay una novedad en su solicitud. Entre a {site} o llame gratis"
        " al {phone}.",
    ),
    subject="Hay una novedad en su solicitud",
    body=("Hay una novedad en su solicitud.", _ENTER),
)
_BOOKED = Wording(
    sms=(
        "Movilidad Segura: su cita es {when}, {office}. Es gratis. Si no puede venir,"
        " responda CAMBIO.",
        "Movilidad Segura: su cita es {when}. Vea el lugar en {site}. Es gratis. Si no puede"
        " venir, responda CAMBIO.",
    ),
    subject="Su cita está confirmada",
    body=(
        ("Su cita es el {when}, en {office}.", "Su cita es el {when}."),
        "Vengan todas las personas de su solicitud. Si le falta un papel, venga igual.",
        _CHANGE,
    ),
)
_REMINDER = Wording(
    sms=(
        "Movilidad Segura: le esperamos el {when}, {office}. Venga aunque le falte un papel."
        " Si no puede, responda CAMBIO.",
        "Movilidad Segura: le esperamos el {when}. Venga aunque le falte un papel. Si no"
        " puede, responda CAMBIO.",
    ),
    subject="Le esperamos en su cita",
    body=(
        ("Le esperamos el {when}, en {office}.", "Le esperamos el {when}."),
        "Venga aunque le falte un papel. Traiga los papeles que tenga.",
        _CHANGE,
    ),
)
_CHANGED = Wording(
    sms=(
        "Movilidad Segura: su cita ahora es {when}, {office}. La hora de antes ya no vale."
        " Si no puede venir, responda CAMBIO.",
        "Movilidad Segura: su cita ahora es {when}. La hora de antes ya no vale. Si no puede"
        " venir, responda CAMBIO.",
    ),
    subject="Su cita tiene otra hora",
    body=(
        ("Su cita ahora es el {when}, en {office}.", "Su cita ahora es el {when}."),
        "La hora de antes ya no vale.",
        _CHANGE,
    ),
)
_BY_PHONE = (
    "Le llamamos nosotros. Al empezar le decimos las dos palabras que ve en su página.",
    "Si no las decimos, cuelgue.",
)

_TEXTS: dict[str, Wording] = {
    "registered": Wording(
        sms=(
            "Movilidad Segura: recibimos su solicitud. No tiene que hacer nada hoy. Le"
            " escribimos antes del {news_by}. Es gratis. Nunca pedimos dinero.",
            "Movilidad Segura: recibimos su solicitud. No tiene que hacer nada hoy. Es"
            " gratis. Nunca pedimos dinero.",
        ),
        subject="Recibimos su solicitud",
        body=(
            "Recibimos su solicitud. No tiene que hacer nada hoy.",
            "Ahora la revisa la oficina. Le escribimos antes del {news_by}.",
            "Guarde su número y su PIN. No los comparta con nadie.",
        ),
    ),
    "booked": _BOOKED,
    "booked.PHONE": replace(
        _BOOKED,
        sms=(
            "Movilidad Segura: su cita por teléfono es {when}. Le llamamos. Es gratis. Si no"
            " puede, responda CAMBIO.",
        ),
        body=("Su cita es por teléfono, el {when}.", *_BY_PHONE, _CHANGE),
    ),
    "booked.VIDEO": replace(
        _BOOKED,
        sms=(
            "Movilidad Segura: su cita por video es {when}. Es gratis. Si no puede, responda"
            " CAMBIO.",
        ),
        body=(
            "Su cita es por video, el {when}.",
            "El enlace está en su página, en {site}. No lo comparta.",
            _CHANGE,
        ),
    ),
    "changed": _CHANGED,
    "changed.PHONE": replace(
        _CHANGED,
        sms=(
            "Movilidad Segura: su cita por teléfono ahora es {when}. La hora de antes ya no"
            " vale. Si no puede, responda CAMBIO.",
        ),
        body=(
            "Su cita ahora es por teléfono, el {when}.",
            "La hora de antes ya no vale.",
            *_BY_PHONE,
            _CHANGE,
        ),
    ),
    "changed.VIDEO": replace(
        _CHANGED,
        sms=(
            "Movilidad Segura: su cita por video ahora es {when}. La hora de antes ya no"
            " vale. Si no puede, responda CAMBIO.",
        ),
        body=(
            "Su cita ahora es por video, el {when}.",
            "La hora de antes ya no vale. El enlace está en su página, en {site}.",
            _CHANGE,
        ),
    ),
    "cancelled": Wording(
        sms=(
            "Movilidad Segura: su cita del {when} ya no vale. Su solicitud sigue abierta."
            " Para otra hora responda CITA. Es gratis.",
            "Movilidad Segura: su cita ya no vale. Su solicitud sigue abierta. Para otra"
            " hora responda CITA. Es gratis.",
        ),
        subject="Su cita ya no vale",
        body=(
            ("Su cita del {when} ya no vale.", "Su cita ya no vale."),
            "Su solicitud sigue abierta. Puede elegir otra hora en {site}.",
            "Si usted no pidió este cambio, llame gratis al {phone}.",
        ),
    ),
    "reminder": _REMINDER,
    "reminder.PHONE": replace(
        _REMINDER,
        sms=(
            "Movilidad Segura: le llamamos el {when}. Tenga el teléfono cerca. Es gratis. Si"
            " no puede, responda CAMBIO.",
        ),
        body=("Le llamamos el {when}. Tenga el teléfono cerca.", *_BY_PHONE, _CHANGE),
    ),
    "reminder.VIDEO": replace(
        _REMINDER,
        sms=(
            "Movilidad Segura: su cita por video es el {when}. Es gratis. Si no puede,"
            " responda CAMBIO.",
        ),
        body=(
            "Su cita por video es el {when}.",
            "El enlace está en su página, en {site}. No lo comparta.",
            _CHANGE,
        ),
    ),
    "you_are_next": Wording(
        sms=(
            "Movilidad Segura: faltan dos turnos para el suyo. Vuelva a la sala de espera. Si"
            " necesita tiempo, avise en la entrada y no pierde su lugar.",
        ),
        subject="Faltan dos turnos para el suyo",
        body=(
            "Faltan dos turnos para el suyo. Vuelva a la sala de espera.",
            "Si necesita más tiempo, avise en la entrada. No pierde su lugar.",
        ),
    ),
    "missed": Wording(
        sms=(
            "Movilidad Segura: hoy no pudimos verle. Su solicitud sigue abierta. Responda"
            " CAMBIO para pedir otra hora. Es gratis.",
        ),
        subject="Hoy no pudimos verle",
        body=(
            "Hoy no pudimos verle. Su solicitud sigue abierta.",
            "Puede elegir otra hora en {site}, o llamar gratis al {phone}.",
        ),
    ),
    "left": Wording(
        sms=(
            "Movilidad Segura: hoy no terminamos su visita. Su solicitud sigue abierta."
            " Responda CAMBIO para pedir otra hora. Es gratis.",
        ),
        subject="Hoy no terminamos su visita",
        body=(
            "Hoy no terminamos su visita. Su solicitud sigue abierta.",
            "Puede elegir otra hora en {site}, o llamar gratis al {phone}.",
        ),
    ),
    "outcome": _NEWS,
    "outcome.REFERRED": replace(
        _NEWS,
        page=(
            ("Vamos a enviar su solicitud a: {pathway}.", "Vamos a enviar su solicitud."),
            "Antes le pedimos su permiso. Ellos deciden. Todavía no es una aprobación.",
            "Tendrá noticias nuestras antes del {news_by}.",
        ),
    ),
    "outcome.MORE_NEEDED": replace(
        _NEWS,
        page=(
            "Nos falta información para seguir. En su página dice cuál.",
            "Agréguela antes del {answer_by}, o llame gratis al {phone}.",
        ),
    ),
    "outcome.NOT_HERE": replace(
        _NEWS,
        page=(
            "Hoy no podemos seguir con su solicitud en esta oficina. En su página dice por qué.",
            "Otras ayudas siguen abiertas. También puede pedir asilo, aquí o en otro país.",
            "Si no está de acuerdo, puede pedir que otra persona la revise.",
        ),
    ),
    "outcome.CLOSED": replace(
        _NEWS,
        page=(
            "Cerramos su solicitud. En su página dice por qué.",
            "Si no está de acuerdo, puede pedir que otra persona la revise.",
        ),
    ),
    "referral_sent": replace(
        _NEWS,
        page=(
            ("Enviamos su solicitud a: {pathway}.", "Enviamos su solicitud."),
            "Ellos deciden. Todavía no es una aprobación. No tiene que pagar nada.",
            "Tendrá noticias nuestras antes del {news_by}.",
        ),
    ),
    "no_change_news": Wording(
        sms=(
            "Movilidad Segura: seguimos con su solicitud. No hay cambios y no tiene que hacer"
            " nada. Le escribimos otra vez antes del {news_by}. Nunca pedimos dinero.",
        ),
        subject="Seguimos con su solicitud",
        body=(
            "No hay cambios en su solicitud. Sigue guardada y no tiene que hacer nada.",
            "Le escribimos otra vez antes del {news_by}, aunque no haya cambios.",
        ),
    ),
    "no_change_news.WAITING": Wording(
        sms=(
            "Movilidad Segura: sigue en espera de entrevista. No tiene que hacer nada. Le"
            " escribimos otra vez antes del {news_by}. Nunca pedimos dinero.",
        ),
        subject="Sigue en espera de entrevista",
        body=(
            "Usted sigue en espera de entrevista. No tiene que hacer nada.",
            "Le escribimos otra vez antes del {news_by}, aunque no haya cambios.",
        ),
    ),
    "code": Wording(
        sms=(
            "Movilidad Segura: su clave es {code}. Vale 10 minutos. No la comparta. Nadie del"
            " programa se la va a pedir.",
        ),
        subject="Su clave para entrar",
        body=(
            "Su clave es {code}. Vale 10 minutos.",
            "No la comparta. Nadie del programa se la va a pedir.",
            "Si usted no la pidió, no tiene que hacer nada.",
        ),
    ),
    "contact_check": Wording(
        sms=(
            "Movilidad Segura: su clave para comprobar este teléfono es {code}. Vale 10"
            " minutos. Si no la esperaba, no tiene que hacer nada.",
        ),
        subject="Compruebe este correo",
        body=(
            "Su clave para comprobar este correo es {code}. Vale 10 minutos.",
            "Escríbala en la página donde la pidió.",
            "Si usted no la esperaba, no tiene que hacer nada.",
        ),
    ),
    "suspended": Wording(
        sms=(
            "Movilidad Segura: el programa se detuvo. Guardamos su solicitud. No pague a"
            " nadie. Le escribimos antes del {news_by}.",
            "Movilidad Segura: el programa se detuvo. Guardamos su solicitud. No pague a"
            " nadie. Las noticias salen en {site}.",
        ),
        subject="El programa está detenido",
        body=(
            "El programa está detenido. Guardamos su solicitud. No haga ningún pago.",
            (
                "Le escribimos antes del {news_by}, aunque no haya cambios.",
                "Las noticias salen en {site}.",
            ),
            "Sigue teniendo derecho a pedir asilo, aquí o en otro país.",
        ),
    ),
    "invited": Wording(
        sms=(
            "Movilidad Segura: tiene un lugar para entrevista. Elija la hora antes del"
            " {answer_by}. Elegir primero no da ventaja. Responda CITA.",
            "Movilidad Segura: tiene un lugar para entrevista. Elija la hora en {site}."
            " Elegir primero no da ventaja. O responda CITA.",
        ),
        subject="Tiene un lugar para entrevista",
        body=(
            "Tiene un lugar para entrevista.",
            ("Elija la hora en {site} antes del {answer_by}.", "Elija la hora en {site}."),
            "Elegir primero no da ventaja.",
        ),
    ),
    "closed_day": Wording(
        sms=(
            "Movilidad Segura: el {day} la oficina cierra. Su turno sigue guardado. Elija otra"
            " hora antes del {answer_by} en {site} o responda CAMBIO.",
            "Movilidad Segura: el {day} la oficina cierra. Su turno sigue guardado. Para"
            " elegir otra hora responda CAMBIO.",
        ),
        subject="La oficina cierra el día de su cita",
        body=(
            ("El {day} la oficina cierra. Ese día no podemos verle.",),
            "Su turno sigue guardado. Le ofrecemos las horas más cercanas.",
            (
                "Elija otra hora en {site} antes del {answer_by}, o llame gratis al {phone}.",
                "Elija otra hora en {site}, o llame gratis al {phone}.",
            ),
        ),
    ),
    "withdrawn": Wording(
        sms=(
            "Movilidad Segura: su solicitud queda cerrada, como usted dijo. Puede abrirla otra"
            " vez hasta el {answer_by}. Si no fue usted, llame gratis al {phone}.",
            "Movilidad Segura: su solicitud queda cerrada, como usted dijo. Si no fue usted,"
            " llame gratis al {phone}.",
        ),
        subject="Usted cerró su solicitud",
        body=(
            "Usted cerró su solicitud.",
            "Puede abrirla otra vez hasta el {answer_by}.",
            "Si no fue usted, llame gratis al {phone}.",
        ),
    ),
    "reopened": Wording(
        sms=(
            "Movilidad Segura: su solicitud queda abierta otra vez. No tiene que hacer nada"
            " hoy. Si no fue usted, llame gratis al {phone}.",
        ),
        subject="Su solicitud está abierta otra vez",
        body=(
            "Su solicitud está abierta otra vez. No tiene que hacer nada hoy.",
            "Le escribimos antes del {news_by}.",
            "Si no fue usted, llame gratis al {phone}.",
        ),
    ),
    "duplicate_found": Wording(
        sms=(
            "Movilidad Segura: usted ya tiene una solicitud. Entre a {site} con su clave. Otra"
            " solicitud no ayuda. Es gratis.",
        ),
        subject="Usted ya tiene una solicitud",
        body=(
            "Ya hay una solicitud de su familia. Ábrala con su número. Otra no ayuda.",
            "Si perdió su número, llame gratis al {phone}.",
            "Si usted no mandó otra solicitud, avísenos en el mismo teléfono.",
        ),
    ),
    "wish_received": Wording(
        sms=(
            "Movilidad Segura: recibimos su mensaje. La oficina le busca otra hora y le"
            " escribe. Para elegir usted, entre a {site}. Es gratis.",
        ),
        subject="Recibimos su mensaje",
        body=(
            "Recibimos su mensaje. La oficina le busca otra hora y le escribe.",
            "Si quiere elegir usted, entre a {site}.",
        ),
    ),
    "wish_received.OTHER": Wording(
        sms=(
            "Movilidad Segura: recibimos su mensaje. Lo lee una persona de la oficina. Si no"
            " puede esperar, llame gratis al {phone}.",
        ),
        subject="Recibimos su mensaje",
        body=(
            "Recibimos su mensaje. Lo lee una persona de la oficina.",
            "Si no puede esperar, llame gratis al {phone}.",
        ),
    ),
    "trace_question": Wording(
        sms=(
            "Movilidad Segura: como cada mes, tenemos una pregunta para usted. Responda en"
            " {site} o llame gratis al {phone}.",
            "Movilidad Segura: como cada mes, tenemos una pregunta para usted. Responda en su"
            " solicitud.",
        ),
        subject="La pregunta de cada mes",
        body=("Como cada mes, tenemos una pregunta para usted. Todos la reciben.", _ENTER),
        page=(
            "Como cada mes: ¿sigue buscando, y quién quiere que le encuentre? Responda en la"
            " página «Buscar familia». Todos los que buscan reciben esta pregunta el mismo día.",
        ),
    ),
    "trace_found": Wording(
        sms=_NEWS.sms,
        subject=_NEWS.subject,
        body=_NEWS.body,
        page=(
            "Encontramos a alguien, y los dos están de acuerdo. Léalo en la página «Buscar"
            " familia». Su oficina llama a los dos y ayuda con la primera conversación.",
        ),
    ),
    "day_ahead": Wording(
        sms=(
            "Movilidad Segura: se acerca una fecha que no debe dejar pasar. Entre a"
            " {site} o llame gratis al {phone}. Nunca pedimos dinero.",
            "Movilidad Segura: se acerca una fecha que no debe dejar pasar. Entre a su"
            " solicitud o llame. Nunca pedimos dinero.",
        ),
        subject="Se acerca una fecha que no debe dejar pasar",
        body=(
            "Se acerca una fecha que no debe dejar pasar. Su página dice cuál es y qué hacer"
            " antes.",
            _ENTER,
        ),
        page=(
            "Se acerca una fecha que no debe dejar pasar. La página «Familia en otro país» dice"
            " cuál es y qué hacer antes.",
        ),
    ),
    "rules_changed": Wording(
        sms=(
            "Movilidad Segura: hay una regla nueva y cambia lo que vale para su familia. Véalo en"
            " su solicitud. Es gratis. Nunca pedimos dinero.",
        ),
        subject="Cambió una regla",
        body=(
            "Cambió una regla. Por eso cambia lo que puede estar abierto para su familia.",
            "En su página ve cada camino, con la fecha de la regla y quién lo dice.",
            "No pague a nadie. Sigue teniendo derecho a pedir asilo.",
        ),
    ),
    "rules_changed.OPENED": Wording(
        sms=(
            "Movilidad Segura: por una regla nueva puede haber otro camino para su familia. Véalo"
            " en su solicitud. Es gratis. Nunca pedimos dinero.",
        ),
        subject="Puede haber un camino más",
        body=(
            "Cambió una regla. Un camino que no estaba abierto para su familia puede estarlo hoy.",
            "En su página ve cuál es y qué hacer. No es una decisión.",
            "No pague a nadie. Nadie puede venderle un lugar.",
        ),
    ),
    "rules_changed.CLOSED": Wording(
        sms=(
            "Movilidad Segura: por una regla nueva se cierra un camino para su familia. Su"
            " solicitud sigue guardada. Véalo en ella. Nunca pedimos dinero.",
        ),
        subject="Un camino ya no está abierto",
        body=(
            "Cambió una regla. Un camino que estaba abierto para su familia hoy no lo está.",
            "En su página ve la razón y qué sigue abierto. Guardamos su solicitud.",
            "Sigue teniendo derecho a pedir asilo, aquí o en otro país.",
        ),
    ),
}

BOOK = Book(sender=_SENDER, signed=_SIGNED, withheld=_WITHHELD, texts=_TEXTS | texts_work.ES)
