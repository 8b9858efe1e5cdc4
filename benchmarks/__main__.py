"""`make bench`: runs every figure, or those named: `.venv/bin/python -m benchmarks pages start`.

A figure is a module of this folder with `main(report)`. Machines differ, so every figure is
printed beside a limit or a peer taken in the same run, and nothing is asserted by a clock.
"""

import importlib
import pkgutil
import sys

import benchmarks
from benchmarks.report import Report


def main(wanted: list[str]) -> int:
    names = [module.name for module in pkgutil.iter_modules(benchmarks.__path__)]
    modules = [importlib.import_module(f"benchmarks.{name}") for name in names if name[0] != "_"]
    figures = {m.__name__.rpartition(".")[2]: m for m in modules if hasattr(m, "main")}
    unknown = set(wanted) - set(figures)
    if unknown:
        print(f"Unknown: {', '.join(sorted(unknown))}. Known: {', '.join(sorted(figures))}.")
        return 2
    report = Report()
    for name in sorted(wanted or figures):
        report.section(name, (figures[name].__doc__ or "").strip().split("\n")[0])
        figures[name].main(report)
    report.end()
    return 1 if report.broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
