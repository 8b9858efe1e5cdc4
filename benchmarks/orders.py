"""Job orders read a second, beside a bare pass of the csv module over the same bytes.

Both go through the file once, line by line. The bare pass only cuts lines into cells; ours
reads every value, tells doubtful ones apart and makes a record.
"""

import csv
import gzip
import tempfile
import time
from pathlib import Path

from benchmarks.report import Report, interleaved
from safe_mobility.labour.services import reading
from safe_mobility.labour.services.reading import PUBLISHED

FILES = ("h2a_2017.csv.gz", "h2b_2018.csv.gz")
WHOLE = Path(__file__).resolve().parents[2] / "shared/data/h2/h2a_disclosure_fy2017.csv.gz"
"""A file as published, with all its columns, where one lies beside the project."""


def main(report: Report) -> None:
    sources = [PUBLISHED / name for name in FILES] + ([WHOLE] if WHOLE.exists() else [])
    with tempfile.TemporaryDirectory() as folder:
        for source in sources:
            plain = Path(folder) / source.stem
            plain.write_bytes(gzip.decompress(source.read_bytes()))
            _one(report, plain)


def _one(report: Report, path: Path) -> None:
    taken = interleaved({"bare": lambda: _bare(path), "ours": lambda: _ours(path)})
    report.figure(
        f"rows of {path.name}",
        taken["ours"],
        "rows/s",
        ratio=taken["ours"] / taken["bare"],
        beside=f"bare csv {taken['bare']:,.0f} rows/s",
    )


def _bare(path: Path) -> float:
    began = time.perf_counter()
    with path.open(newline="") as lines:
        rows = sum(1 for _ in csv.reader(lines))
    return rows / (time.perf_counter() - began)


def _ours(path: Path) -> float:
    told = reading.Report(name=path.name)
    began = time.perf_counter()
    rows = sum(1 for _ in reading.read_orders(path, told))
    return rows / (time.perf_counter() - began)
