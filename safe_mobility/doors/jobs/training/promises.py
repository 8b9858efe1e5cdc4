"""Evidence and judgements of commitments on a training site: what newspapers and an embassy told
of the first months, brought by one supervisor of the made-up office and judged by another."""

from dataclasses import dataclass
from datetime import date, datetime

from safe_mobility.doors.jobs.training.capacity import people_of
from safe_mobility.statistics.queries import commitments as queries
from safe_mobility.statistics.rules.commitments import EvidenceKind, Step
from safe_mobility.statistics.services import commitments as acts

OFFICE, BRINGS, JUDGES = "QTZ", "supervisor", "supervisor2"


@dataclass(frozen=True, slots=True)
class Shown:
    code: str
    kind: EvidenceKind
    title: str
    on: date
    url: str = ""
    step: Step | None = None
    why: str = ""


SHOWN = (
    Shown(
        "JS-OPENING",
        EvidenceKind.LINK,
        "La embajada anuncia que el sitio recibe solicitudes desde el 12 de junio",
        date(2023, 6, 12),
        "https://sv.usembassy.gov/united-states-and-guatemala-launch-movilidad-segura-program/",
        Step.SUBSTANTIAL,
        "Abrió ese día, pero según la prensa el sitio funcionó hasta la tarde.",
    ),
    Shown(
        "JS-OFFICES",
        EvidenceKind.DOCUMENT,
        "Cuatro oficinas trabajan: Quetzaltenango, Izabal, San Marcos y Chiquimula (AP)",
        date(2023, 7, 5),
        step=Step.LIMITED,
        why="Son cuatro de las ocho que se anunciaron, y empezaron con entrevistas a distancia.",
    ),
    Shown(
        "JS-PATHWAYS",
        EvidenceKind.FIGURE,
        "2,400 personas remitidas al programa de refugio y 5,400 a otros caminos (EFE)",
        date(2023, 10, 17),
    ),
)


def bring_and_judge(at: datetime) -> None:
    """Nothing where no commitment was loaded."""
    known = {each.code for each in queries.commitments()}
    people = people_of(OFFICE)
    for shown in SHOWN:
        if shown.code not in known:
            continue
        evidence = acts.add_evidence(
            code=shown.code,
            kind=shown.kind,
            title=shown.title,
            url=shown.url,
            dated_on=shown.on,
            actor=people[BRINGS],
            today=at.date(),
            now=at,
        )
        if shown.step is not None:
            acts.judge(
                code=shown.code,
                step=shown.step,
                why=shown.why,
                evidence_id=evidence,
                actor=people[JUDGES],
                now=at,
            )
