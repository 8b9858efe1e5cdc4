"""For tests: every door mounted at once, on the databases of the tests' own cluster."""

from config.settings.base import *

DOOR = "tests"
SECRET_KEY = secret_key_of(DOOR)
globals().update(cookie_names(DOOR))
ROOT_URLCONF = "config.urls.everything"
ALLOWED_HOSTS = ["*"]

STATE_DIR = ENVIRONMENT.VAR_DIR / "tests"
FILES_DIR = STATE_DIR / "files"
for alias, settings_of in DATABASES.items():
    url = addresses.embedded_url(STATE_DIR, database="tests_" + alias, user="app")
    settings_of |= addresses.parts(url) | {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": False}
    settings_of["TEST"] = {"NAME": settings_of["NAME"]}
    DATABASES[alias] = settings_of
APP_ROLE = "app"

# The slow hash is tried once by a test of its own.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    ALLAUTH_MIDDLEWARE,
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
