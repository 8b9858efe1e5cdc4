"""Which browser the journeys drive: the Chromium of the system, never a download."""

import os
import shutil
import sys
from pathlib import Path

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
APPLICATIONS = [
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
]
QUIET = [
    "--disable-background-networking",
    "--disable-client-side-phishing-detection",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-features=MediaRouter,OptimizationHints,Translate",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
    "--safebrowsing-disable-auto-update",
]


def executable() -> str | None:
    """Where the system's browser is, or None."""
    found = [path for name in NAMES if (path := shutil.which(name))]
    found += [str(path) for path in APPLICATIONS if path.exists()]
    return found[0] if found else None


def switches() -> list[str]:
    """What to start it with: no traffic of its own, and no sandbox where root forbids one."""
    return [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET


if __name__ == "__main__":
    sys.exit(0 if executable() else 1)
