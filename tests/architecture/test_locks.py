"""Lock files: everything has a hash, nothing names a host or a disk, both agree."""

import re

import pytest

from config.environment import BASE_DIR

LOCKS = ["requirements.lock", "requirements-dev.lock"]
PINNED = re.compile(r"^([A-Za-z0-9_.-]+)==(\S+)", re.MULTILINE)


def _pins(name: str) -> dict[str, str]:
    return dict(PINNED.findall((BASE_DIR / name).read_text()))


@pytest.mark.parametrize("lock", LOCKS)
class TestALockFile:
    def test_names_no_host_and_no_disk(self, lock: str) -> None:
        text = (BASE_DIR / lock).read_text()
        assert re.findall(r"https?:|file:|--index|--extra|--find|--trusted|@ ", text) == []

    def test_has_a_hash_for_every_version(self, lock: str) -> None:
        entries = re.split(r"\n(?=\S)", (BASE_DIR / lock).read_text().strip())
        assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


class TestBothLockFiles:
    def test_agree(self) -> None:
        run, dev = (_pins(lock) for lock in LOCKS)
        assert {name for name, version in run.items() if dev.get(name) != version} == set()


REGISTRIES = re.compile(r"pypi[.]org|pythonhosted[.]org|registry[.]npmjs", re.IGNORECASE)
TEXT = {".py", ".html", ".md", ".yaml", ".toml", ".po", ".css", ".js", ".csv", ".json", ".lock"}


def test_nothing_we_write_names_a_registry() -> None:
    folders = ["safe_mobility", "config", "programmes", "locale", "docs", "benchmarks", "tests"]
    files = [path for each in folders for path in (BASE_DIR / each).rglob("*")]
    ours = [path for path in (*files, *BASE_DIR.glob("*")) if path.suffix in TEXT]

    assert len(ours) > 1_000
    assert [str(path) for path in ours if REGISTRIES.search(path.read_text())] == []


def test_a_registry_would_be_seen() -> None:
    assert REGISTRIES.search("https://PyPI" + ".org/project/x/")
