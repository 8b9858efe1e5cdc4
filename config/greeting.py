"""What `make run` says once the site is open: where to look, and how to sign in."""

import json

from config.environment import Environment, Mode


def text(environment: Environment) -> str:
    lines = ["", *_addresses(environment)]
    if environment.training:
        lines += ["", "  Training site. Not an official site. Do not enter real data."]
        lines += _accounts(environment)
    if environment.MODE is Mode.PREVIEW:
        lines += ["", "  Preview: the real clock, nothing made up, this computer only."]
    return "\n".join([*lines, "", "  Ctrl-C ends it.", ""])


def _addresses(environment: Environment) -> list[str]:
    if environment.MODE is Mode.PRODUCTION:
        public, console, files = (
            f"https://{host}"
            for host in (environment.PUBLIC_HOST, environment.CONSOLE_HOST, environment.FILES_HOST)
        )
    else:
        # A passkey belongs to a host name: always localhost, never 127.0.0.1.
        public, console, files = (f"http://localhost:{environment.PORT + n}" for n in range(3))
    return [
        f"  Families   {public}/es/   {public}/en/",
        f"  Console    {console}/consola/",
        f"  Files      {files}/",
    ]


def _accounts(environment: Environment) -> list[str]:
    path = environment.state_dir / "accounts.json"
    if not path.exists():
        return []
    accounts: dict[str, dict[str, str]] = json.loads(path.read_text())
    wide = max(map(len, accounts), default=0)
    return [
        "",
        "  Sign in to the console with one of these names and its password;",
        "  `.venv/bin/python manage.py training_code NAME` prints the code it asks for.",
        "",
        *(f"    {name:<{wide}}   {of['password']}" for name, of in accounts.items()),
    ]
