"""What several tests of the runtime start from."""

from pathlib import Path

import pytest

GATEWAY = """\
url: https://sms.example/v1/messages
headers: {Authorization: "Bearer {token}"}
fields: {to: "{to}", body: "{text}", reference: "{key}"}
keeps_key: true
provider_id: [id]
incoming:
  signature_header: X-Signature
  id: [id]
  sender: [from]
  text: [body]
"""


def _key(path: Path, byte: int) -> str:
    path.write_text(bytes((byte + n * 7) % 256 for n in range(32)).hex() + "\n")
    path.chmod(0o600)
    return str(path)


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    """An environment in which production starts."""
    notice = tmp_path / "notice.html"
    notice.write_text("<p>notice</p>")
    gateway = tmp_path / "gateway.yaml"
    gateway.write_text(GATEWAY)
    return {
        "MODE": "production",
        "DATABASE_URL": "postgresql://app:a@db.internal/mobility",
        "DATABASE_OWNER_URL": "postgresql://owner:o@db.internal/mobility",
        "KEYS_DATABASE_URL": "postgresql://app:a@keys.internal/keys",
        "KEYS_OWNER_URL": "postgresql://owner:o@keys.internal/keys",
        "SECRET_KEY_FILE": _key(tmp_path / "secret", 1),
        "MASTER_KEY_FILE": _key(tmp_path / "master", 9),
        "PUBLIC_HOST": "mobility.example",
        "CONSOLE_HOST": "console.mobility.example",
        "FILES_HOST": "files.mobility.example",
        "TRUSTED_PROXIES": "1",
        "SMTP_HOST": "smtp.example",
        "MAIL_FROM": "office@mobility.example",
        "SMS_GATEWAY_FILE": str(gateway),
        "SMS_TOKEN_FILE": _key(tmp_path / "token", 17),
        "SMS_SIGNING_KEY_FILE": _key(tmp_path / "signing", 25),
        "HELP_PHONE": "1500",
        "ORGANISATION_NAME": "Example Organisation",
        "ORGANISATION_CONTACT": "office@mobility.example",
        "PRIVACY_NOTICE_FILE": str(notice),
        "LANGUAGES_READ": "es, en",
        "LEGAL_REVIEW": "Example Lawyers, 2026-01-01",
    }
