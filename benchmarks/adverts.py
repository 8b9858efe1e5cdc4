"""Is this job real? Precision, recall and time over more than 30,000 orders, beside a text search.

Both are asked the same made-up adverts. "Found" is: a certified order fits. Precision is the
share of honest adverts among those found, recall the share of honest adverts that are found.
The text search finds an advert when every word of its employer stands in one order's text.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from random import Random

from benchmarks import _adverts
from benchmarks._adverts import Made
from benchmarks.report import Report
from safe_mobility.labour.rules import advert_text, known_orders, names
from safe_mobility.labour.rules.adverts import Advert, Known, Verdict, verdict_of
from safe_mobility.labour.rules.order_index import OrderIndex
from safe_mobility.labour.services import reading
from safe_mobility.labour.services.reading import PUBLISHED

ORDERS = 30_000
TODAY = date(2018, 11, 20)
SEED = 7


def main(report: Report) -> None:
    known = _orders()
    began = time.perf_counter()
    index = OrderIndex(known)
    report.figure("orders in the index", len(known), "orders", aim="> 30,000")
    report.figure("making the index, once a process", time.perf_counter() - began, "s")
    made = _adverts.make(known, honest=600, forged=600, seed=SEED)
    _found(report, "index", made, lambda one: _fits(index, one.advert))
    texts = [f"{names.plain(o.employer)} {o.city} {o.state.lower()}" for o in known]
    _found(report, "text search", made, lambda one: _searched(texts, one.advert))
    _first(report, index, made)
    _whole_texts(report, index, made)
    _times(report, index, made)


def _orders() -> list[Known]:
    """The shipped orders, and as many made-up ones as are missing: names mixed from words."""
    known = []
    for name in ("h2a_2017.csv.gz", "h2b_2018.csv.gz"):
        told = reading.Report(name=name)
        known += [known_orders.known_of(r) for r in reading.read_orders(PUBLISHED / name, told)]
    chance = Random(SEED)
    words = [word for order in known for word in order.employer.split()]
    while len(known) <= ORDERS:
        order = chance.choice(known)
        known.append(replace(order, employer=" ".join(chance.choices(words, k=3))))
    return known


def _fits(index: OrderIndex, advert: Advert) -> bool:
    near = index.nearest(advert, this_year=TODAY.year)
    return verdict_of(advert, near) in {Verdict.FITS, Verdict.NAME_ONLY}


def _searched(texts: Sequence[str], advert: Advert) -> bool:
    words = names.key(advert.employer).split()
    return any(all(word in text for word in words) for text in texts)


def _found(report: Report, name: str, made: Sequence[Made], finds: Callable[[Made], bool]) -> None:
    found = [one for one in made if finds(one)]
    honest = [one for one in made if one.of is not None]
    right = sum(one.of is not None for one in found)
    report.figure(
        f"precision, {name}", right / max(1, len(found)), "", beside=f"{len(found)} found"
    )
    report.figure(f"recall, {name}", right / len(honest), "", beside=f"{len(honest)} honest")


def _first(report: Report, index: OrderIndex, made: Sequence[Made]) -> None:
    """How often the employer that an honest advert tells of stands among the three shown."""
    honest = [one for one in made if one.of is not None]
    shown = 0
    for one in honest:
        near = index.nearest(one.advert, this_year=TODAY.year)
        told = {names.key(index.known[each.at].employer) for each in near}
        shown += names.key(index.known[one.of or 0].employer) in told
    report.figure("the true employer is shown", shown / len(honest), "", aim=">= 0.9")


def _whole_texts(report: Report, index: OrderIndex, made: Sequence[Made]) -> None:
    """The same adverts pasted as one text: is the employer read, is the fee seen?"""
    honest = [one for one in made if one.of is not None]
    read = [advert_text.read_text(m.text, typed=Advert(), known=index.names) for m in made]
    right = sum(
        names.key(told.advert.employer) == names.key(index.known[one.of].employer)
        for one, told in zip(made, read, strict=True)
        if one.of is not None
    )
    report.figure("pasted whole: the employer is read", right / len(honest), "")
    asked = [told.advert.fee_asked is True for told in read]
    wanted = [one.asks_for_money for one in made]
    seen = sum(a and w for a, w in zip(asked, wanted, strict=True))
    report.figure("pasted whole: a fee is seen", seen / sum(wanted), "", aim="1")
    report.figure("pasted whole: a fee where none is", (sum(asked) - seen) / len(made), "", aim="0")


def _times(report: Report, index: OrderIndex, made: Sequence[Made]) -> None:
    without = [replace(one.advert, employer="") for one in made[:200]]
    for name, adverts in (("employer named", [m.advert for m in made]), ("not named", without)):
        spent = []
        for advert in adverts:
            began = time.perf_counter()
            index.nearest(advert, this_year=TODAY.year)
            spent.append((time.perf_counter() - began) * 1000)
        median, high = statistics.median(spent), statistics.quantiles(spent, n=20)[-1]
        report.figure(f"answer, {name}", median, "ms", aim="<= 50 ms", beside=f"p95 {high:.1f} ms")
