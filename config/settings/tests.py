"""For tests: every door mounted at once, on the databases of the tests' own cluster."""

from config import addresses, secret_files
from config.settings.base import *

DOOR = "tests"
SECRET_KEY = secret_key_of(DOOR)
globals().update(cookie_names(DOOR))
ROOT_URLCONF = "config.urls.everything"
ALLOWED_HOSTS = ["*"]

STATE_DIR = ENVIRONMENT.VAR_DIR / "tests"
FILES_DIR = STATE_DIR / "files"
MASTER_KEY_FILE = STATE_DIR / "master.key"
secret_files.read_or_make(MASTER_KEY_FILE)

# Which database, tests/cluster.py says when it has made it.
APP_ROLE = "app"
for alias, entry in DATABASES.items():
    url = addresses.embedded_url(STATE_DIR, database=f"tests_{alias}_main", user=APP_ROLE)
    entry |= {key: of for key, of in addresses.parts(url).items() if key != "OPTIONS"}
    entry |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": False}
    DATABASES[alias] = entry

# The slow hash is tried once by a test of its own.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]
# A test looks at free times and books one in the same second.
FREE_TIMES_SECONDS = 0.0
FILE_UPLOAD_HANDLERS = ["safe_mobility.doors.public.uploads.LimitedUpload"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

CSRF_FAILURE_VIEW = "safe_mobility.doors.public.views.errors.csrf_failure"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "safe_mobility.doors.common.policy.SamePolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "safe_mobility.doors.public.middleware.PublicFrame",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    ALLAUTH_MIDDLEWARE,
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "safe_mobility.doors.console.middleware.ConsoleFrame",
]
TEMPLATES[0]["OPTIONS"]["context_processors"].append(
    "safe_mobility.doors.public.context.programme_frame"
)
