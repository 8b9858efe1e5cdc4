"""A million families judged again in one process, as when a rule changes.

The families are made up once and laid out as columns, then repeated; a batch of 50,000 at a
time keeps memory flat. The peer is what no judge can undercut: one plain numpy pass over the
same columns, which looks each answer up in a table and combines the truths of each row.
"""

import resource
import time
from collections.abc import Callable, Mapping
from datetime import date

import numpy as np

from benchmarks.report import Report
from benchmarks.screening import FOLDER
from safe_mobility.programmes import files
from safe_mobility.programmes.rules.ruleset import RuleSet
from safe_mobility.screening.rules.columns import Column, Columns, Numbers, lay_out
from safe_mobility.screening.rules.generating import generated
from safe_mobility.screening.rules.judging_many import screen_many

ON = date(2023, 11, 20)
MADE, BATCH, ALL = 5_000, 50_000, 1_000_000


def main(report: Report) -> None:
    rules = files.load(FOLDER, training=False).rule_set
    columns = repeated(lay_out(rules, generated(rules, count=MADE, seed=1)), BATCH // MADE)
    batches = ALL // BATCH
    judged = _seconds(lambda: _judge(rules, columns), batches)
    plain = _seconds(lambda: _plain_pass(columns), batches)
    report.figure("families judged by office and every pathway", ALL / judged, "/s")
    beside = f"one plain numpy pass over the same columns: {plain:.2f} s"
    report.figure("a million families", judged, "s", ratio=judged / plain, beside=beside)
    # In kilobytes on Linux. It holds one batch at a time, whatever the number of families.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    report.figure("peak memory of the process", peak, "MB")


def _seconds(act: Callable[[], None], times: int) -> float:
    began = time.perf_counter()
    for _ in range(times):
        act()
    return time.perf_counter() - began


def _judge(rules: RuleSet, columns: Columns) -> None:
    screen_many(rules, columns, country="GT", on=ON)


def _plain_pass(columns: Columns) -> None:
    """Each answer looked up once, and the smallest truth of each row kept."""
    truth = np.full(columns.rows, 2, dtype=np.int8)
    for column in columns.given.values():
        table = np.ones(len(column.values) + 1, dtype=np.int8)
        table[:-1] = 2
        np.minimum(truth, table[column.codes], out=truth)


def repeated(columns: Columns, times: int) -> Columns:
    """The same families again and again, each with rows of its own."""
    members, whole = columns.member_rows, columns.households
    others = int(columns.relatives.sum())
    relatives = np.tile(columns.relatives, times)
    first_relative = (members + whole) * times + np.cumsum(relatives) - relatives

    def rows(column: Column) -> Column:
        parts = np.split(column.codes, [members, members + whole])
        return Column(np.concatenate([np.tile(part, times) for part in parts]), column.values)

    return Columns(
        households=whole * times,
        first_member=_shifted(columns.first_member, members, times),
        members=np.tile(columns.members, times),
        applicant=_shifted(columns.applicant, members, times),
        household_of=_shifted(columns.household_of, whole, times),
        role=np.tile(columns.role, times),
        name_rank=np.tile(columns.name_rank, times),
        first_relative=first_relative,
        relatives=relatives,
        rows=(members + whole + others) * times,
        given=_each(columns.given, rows),
        recorded=_each(columns.recorded, rows),
        apart={
            name: np.concatenate(
                [
                    _shifted(each[each < members], members, times),
                    (members + whole) * times
                    + _shifted(each[each >= members] - members - whole, others, times),
                ]
            )
            for name, each in columns.apart.items()
        },
    )


def _each(columns: Mapping[str, Column], rows: Callable[[Column], Column]) -> dict[str, Column]:
    return {name: rows(column) for name, column in columns.items()}


def _shifted(numbers: Numbers, step: int, times: int) -> Numbers:
    return (numbers[None, :] + step * np.arange(times)[:, None]).reshape(-1)
