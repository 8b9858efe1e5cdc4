"""Run beside a site as *owner* (`manage.py shell`): what each page asks of the database."""

import json
from collections.abc import Callable
from functools import partial

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from safe_mobility.people.models import Household

STATUS = "/es/solicitud/estado"
OF_A_VISITOR = ("/es/", "/es/preguntas/gt.loc", "/es/revisar", "/es/resultado")
OF_A_FAMILY = (STATUS, "/es/cita?donde=QTZ.IN_PERSON", "/es/cita/lista", "/es/solicitud/familia")
INDEXES = """
    SELECT indexrelid::regclass::text FROM pg_index
     WHERE indrelid = 'people_application'::regclass AND NOT indisprimary
       AND indexrelid NOT IN (SELECT conindid FROM pg_constraint)
"""
ROWS_READ_IN_ORDER = "SELECT coalesce(sum(seq_tup_read), 0) FROM pg_stat_xact_user_tables"


def count(*, visitor: str, family: str) -> None:
    """Print for each page [queries, rows that were read without an index], and two controls."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    counted = {}
    for cookie, addresses in ((visitor, OF_A_VISITOR), (family, OF_A_FAMILY)):
        client = Client(SERVER_NAME="localhost", headers={"cookie": cookie})
        for address in addresses:
            _open(client, address)
            counted[address] = _counted(partial(_open, client, address))
    with transaction.atomic():
        _drop_indexes()
        counted["control: without an index"] = _counted(partial(_open, client, STATUS))
        transaction.set_rollback(True)
    counted["control: a query a household"] = _counted(_ask_for_each)
    print(json.dumps(counted))


def _open(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)


def _counted(page: Callable[[], object]) -> tuple[int, int]:
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        before = _rows_read()
        page()
        rows = _rows_read() - before
    return len(asked) - 2, rows


def _rows_read() -> int:
    with connection.cursor() as cursor:
        cursor.execute(ROWS_READ_IN_ORDER)
        return int(cursor.fetchone()[0])


def _drop_indexes() -> None:
    with connection.cursor() as cursor:
        cursor.execute(INDEXES)
        for (index,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX {index}")


def _ask_for_each() -> None:
    for household in Household.objects.all()[::100]:
        household.applications.count()
