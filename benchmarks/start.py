"""How long `make run` takes until the first page, cold and warm.

The limit is what its six processes need just to import the application, shared among the
processors of this machine.
"""

import os
import subprocess
import sys
import time

from benchmarks.report import Report, interleaved
from config.environment import BASE_DIR, read
from tests.running_site import RunningSite, free_port, scratch

IMPORT = "import django, django.urls as u; django.setup(); u.get_resolver().url_patterns"
DOORS = ["public", "public", "console", "console", "files", "jobs"]


def main(report: Report) -> None:
    site = RunningSite(var_dir=scratch(read().VAR_DIR / "bench"), port=free_port())
    cold = _start(site)
    took = interleaved({"imports": _imports, "warm": lambda: _start(site)}, rounds=3)
    limit = took["imports"] / min(len(DOORS), os.cpu_count() or 1)
    report.figure("six imports (the limit)", limit, "s")
    report.figure("cold: new database", cold, "s", ratio=cold / limit, beside="six imports")
    warm = took["warm"]
    report.figure("warm: everything as it was", warm, "s", ratio=warm / limit, beside="six imports")
    scratch(site.var_dir)


def _imports() -> float:
    """Seconds that the imports of all processes take one after the other, the files being warm."""
    took = 0.0
    for door in DOORS:
        variables = os.environ | {"DJANGO_SETTINGS_MODULE": f"config.settings.{door}"}
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", IMPORT], cwd=BASE_DIR, env=variables, check=True)
        took += time.perf_counter() - began
    return took


def _start(site: RunningSite) -> float:
    """Seconds from the command to the first page."""
    began = time.perf_counter()
    site.start()
    assert site.get("/es/")[0] == 200
    took = time.perf_counter() - began
    site.end()
    return took
