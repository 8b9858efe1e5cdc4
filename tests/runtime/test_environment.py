"""Modes, and all the reasons for which production does not start."""

from pathlib import Path

import pytest

from config.environment import EnvironmentFaults, Mode, read


def _faults(variables: dict[str, str]) -> str:
    with pytest.raises(EnvironmentFaults) as caught:
        read(variables)
    return "\n".join(caught.value.faults)


class TestTraining:
    def test_needs_nothing_said(self) -> None:
        environment = read({})

        assert environment.MODE is Mode.TRAINING
        assert environment.embedded
        assert environment.HOST == "127.0.0.1"

    def test_may_have_a_clock_of_its_own(self) -> None:
        assert read({"CLOCK_OFFSET": "-60"}).CLOCK_OFFSET == -60.0


class TestPreview:
    def test_is_asked_for_by_training_0(self) -> None:
        assert read({"TRAINING": "0"}).MODE is Mode.PREVIEW

    def test_stays_on_this_computer(self) -> None:
        assert "HOST" in _faults({"TRAINING": "0", "HOST": "0.0.0.0"})

    def test_has_the_real_clock(self) -> None:
        assert "CLOCK_OFFSET" in _faults({"TRAINING": "0", "CLOCK_OFFSET": "-60"})


class TestProduction:
    def test_starts_when_everything_is_said(self, production: dict[str, str]) -> None:
        assert read(production).MODE is Mode.PRODUCTION

    @pytest.mark.parametrize(
        "name",
        [
            "DATABASE_URL",
            "KEYS_DATABASE_URL",
            "SECRET_KEY_FILE",
            "MASTER_KEY_FILE",
            "PUBLIC_HOST",
            "CONSOLE_HOST",
            "FILES_HOST",
            "TRUSTED_PROXIES",
            "SMTP_HOST",
            "MAIL_FROM",
            "SMS_GATEWAY_FILE",
            "SMS_TOKEN_FILE",
            "SMS_SIGNING_KEY_FILE",
            "HELP_PHONE",
            "ORGANISATION_NAME",
            "ORGANISATION_CONTACT",
            "PRIVACY_NOTICE_FILE",
            "LANGUAGES_READ",
            "LEGAL_REVIEW",
        ],
    )
    def test_needs(self, production: dict[str, str], name: str) -> None:
        del production[name]
        assert name in _faults(production)

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("CLOCK_OFFSET", "-5"),
            ("CONSOLE_HOST", "mobility.example"),
            ("PUBLIC_HOST", "https://mobility.example"),
            ("SMTP_SECURITY", "none"),
            ("LANGUAGES_READ", "es"),
            ("PRIVACY_NOTICE_FILE", "/nowhere/notice.html"),
            ("TRAINING", "1"),
        ],
    )
    def test_refuses(self, production: dict[str, str], name: str, value: str) -> None:
        assert name in _faults(production | {name: value})

    def test_migrates_only_with_addresses_of_the_owner(self, production: dict[str, str]) -> None:
        del production["DATABASE_OWNER_URL"]

        assert read(production).MODE is Mode.PRODUCTION
        assert "DATABASE_OWNER_URL" in _faults(production | {"DATABASE_ROLE": "owner"})

    def test_refuses_one_role_for_both_purposes(self, production: dict[str, str]) -> None:
        production["DATABASE_OWNER_URL"] = production["DATABASE_URL"]
        assert "addresses are the same" in _faults(production)

    def test_refuses_a_key_that_others_can_read(self, production: dict[str, str]) -> None:
        Path(production["MASTER_KEY_FILE"]).chmod(0o644)
        assert "MASTER_KEY_FILE" in _faults(production)

    def test_refuses_a_default_key(self, production: dict[str, str]) -> None:
        Path(production["SECRET_KEY_FILE"]).write_text("change-me")
        Path(production["MASTER_KEY_FILE"]).write_text("a" * 64)

        faults = _faults(production)

        assert "SECRET_KEY_FILE" in faults
        assert "MASTER_KEY_FILE" in faults

    def test_refuses_a_key_that_a_training_site_made(
        self, production: dict[str, str], tmp_path: Path
    ) -> None:
        assert "training site made" in _faults(production | {"VAR_DIR": str(tmp_path)})

    def test_names_every_fault_at_once(self) -> None:
        faults = _faults({"MODE": "production", "PORT": "http", "WORKERS": "0"})
        assert "PORT" in faults
        assert "WORKERS" in faults


class TestAnyMode:
    @pytest.mark.parametrize(
        ("name", "value"),
        [("MODE", "live"), ("TRAINING", "no"), ("PORT", "70000"), ("LOG_LEVEL", "loud")],
    )
    def test_refuses_a_value_it_does_not_know(self, name: str, value: str) -> None:
        assert name in _faults({name: value})
