"""What every process shares. Each process has a settings module of its own beside this one.

Three processes face people (`public`, `console`, `files`), one works in the background
(`jobs`). They differ in their URLs, their middleware, their cookies and their signing key,
so that a session of one door means nothing at another.
"""

import hashlib
from typing import Any

from config import addresses, logs, messages, secret_files
from config.environment import BASE_DIR, Environment, Mode, door, read

ENVIRONMENT: Environment = read()
MODE = ENVIRONMENT.MODE.value
TRAINING = ENVIRONMENT.MODE is Mode.TRAINING
PRODUCTION = ENVIRONMENT.MODE is Mode.PRODUCTION
STATE_DIR = ENVIRONMENT.state_dir
PROGRAMMES_DIR = BASE_DIR / "programmes"
HOME_COUNTRY = ENVIRONMENT.HOME_COUNTRY
FILES_DIR = STATE_DIR / "files"

DEBUG = False
DOOR = ""

# --- keys -----------------------------------------------------------------------------------

SECRET_KEY_FILE = ENVIRONMENT.SECRET_KEY_FILE or STATE_DIR / "secret.key"
MASTER_KEY_FILE = ENVIRONMENT.MASTER_KEY_FILE or STATE_DIR / "master.key"


def secret_key_of(door: str) -> str:
    """The signing key of one door, so that nothing signed at one is valid at another."""
    return hashlib.sha256(f"{door}\0{SECRET_KEY_ROOT}".encode()).hexdigest()


SECRET_KEY_ROOT = secret_files.read_or_make(SECRET_KEY_FILE)
SECRET_KEY = secret_key_of("base")
secret_files.read_or_make(MASTER_KEY_FILE)

# --- time and language ----------------------------------------------------------------------

CLOCK_OFFSET = ENVIRONMENT.CLOCK_OFFSET
USE_TZ = True
TIME_ZONE = "America/Guatemala"
LANGUAGE_CODE = "es"
LANGUAGES = [("es", "Español"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = True

messages.compile_all(LOCALE_PATHS[0])

# --- parts ----------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "safe_mobility.oversight",
    "safe_mobility.programmes",
    "safe_mobility.notifications",
    "safe_mobility.offices",
    "safe_mobility.staff",
    "safe_mobility.people",
    "safe_mobility.screening",
    "safe_mobility.appointments",
    "safe_mobility.feedback",
    "safe_mobility.cases",
    "safe_mobility.reunification",
    "safe_mobility.labour",
    "safe_mobility.statistics",
    "safe_mobility.doors.common",
    "safe_mobility.doors.public",
    "safe_mobility.doors.console",
    "safe_mobility.doors.api",
    "safe_mobility.doors.files",
    "safe_mobility.doors.jobs",
]
AUTH_USER_MODEL = "staff.User"
# allauth does not let any process start without this; only the console has its pages.
ALLAUTH_MIDDLEWARE = "allauth.account.middleware.AccountMiddleware"
MIDDLEWARE = [ALLAUTH_MIDDLEWARE]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
WSGI_APPLICATION = "config.wsgi.application"
ROOT_URLCONF = "config.urls.nothing"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "safe_mobility.doors.common.context.frame",
            ],
        },
    }
]

# --- databases ------------------------------------------------------------------------------

APP_ROLE = addresses.app_role(ENVIRONMENT)
STATEMENT_SECONDS = 15


def database(alias: str) -> dict[str, Any]:
    """One of the two databases, as the role under which this process works."""
    found = addresses.parts(
        addresses.url_of(ENVIRONMENT, alias=alias, role=ENVIRONMENT.DATABASE_ROLE)
    )
    owner = ENVIRONMENT.DATABASE_ROLE == "owner"
    limits = "-c idle_in_transaction_session_timeout=60000"
    if not owner:
        limits += f" -c statement_timeout={STATEMENT_SECONDS * 1000}"
    found["OPTIONS"] = {
        "application_name": "safe_mobility",
        "connect_timeout": 10,
        "options": limits,
        # PostgreSQL plans a statement once and keeps the plan, as in `benchmarks booking`'s peer.
        "server_side_binding": True,
        "prepare_threshold": 5,
        **found["OPTIONS"],
    }
    return {
        "ENGINE": "config.database",
        # A new connection for each request costs more than all else a page does.
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        **found,
    }


DATABASES = {alias: database(alias) for alias in addresses.ALIASES}
DATABASE_ROUTERS = ["config.router.KeysRouter"]

# --- passwords (staff only; a household has a PIN) --------------------------------------------

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]

# --- signing in to the console ----------------------------------------------------------------

LOGIN_URL = "account_login"
# Staff sign in with a name; recovery goes through two people, never through a mailbox.
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "safe_mobility.doors.console.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "safe_mobility.doors.console.forms.entry.SignIn",
    "reauthenticate": "safe_mobility.doors.console.forms.entry.Confirm",
}
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser
ACCOUNT_PRESERVE_USERNAME_CASING = False
# An office stands behind one address: what is counted per address must let all of it in.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "30/m/ip,5/5m/key"}
MFA_ADAPTER = "safe_mobility.doors.console.adapters.FactorAdapter"
MFA_FORMS = {
    "authenticate": "safe_mobility.doors.console.forms.entry.SecondFactor",
    "activate_totp": "safe_mobility.doors.console.forms.entry.EnrolCode",
    "add_webauthn": "safe_mobility.doors.console.forms.entry.AddPasskey",
    "login_webauthn": "safe_mobility.doors.console.forms.entry.PasskeySignIn",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn"]  # no list of codes on paper
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.TRUSTED_PROXIES
# Tries are counted where all workers see them; losing the table in a crash does no harm.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "staff_cache",
    },
    # Parts of pages that are the same for everybody, made once by each process.
    "parts": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "parts"},
}

# --- addresses and cookies ------------------------------------------------------------------

if PRODUCTION:
    PUBLIC_URL = f"https://{ENVIRONMENT.PUBLIC_HOST}"
    CONSOLE_URL = f"https://{ENVIRONMENT.CONSOLE_HOST}"
    FILES_URL = f"https://{ENVIRONMENT.FILES_HOST}"
    COOKIE_PREFIX = "__Host-"
else:
    PUBLIC_URL = f"http://localhost:{ENVIRONMENT.PORT}"
    CONSOLE_URL = f"http://localhost:{ENVIRONMENT.PORT + 1}"
    FILES_URL = f"http://localhost:{ENVIRONMENT.PORT + 2}"
    COOKIE_PREFIX = ""
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
if TRAINING and ENVIRONMENT.HOST not in {"127.0.0.1", "localhost", "::1"}:
    ALLOWED_HOSTS = ["*"]  # a training site shown to the phones in a room

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PRODUCTION
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

VISITOR_COOKIE_NAME = f"{COOKIE_PREFIX}ms_public"


def cookie_names(door: str) -> dict[str, str]:
    """Cookies know no ports: on one host each door must name its own."""
    return {
        "SESSION_COOKIE_NAME": f"{COOKIE_PREFIX}ms_{door}",
        "CSRF_COOKIE_NAME": f"{COOKIE_PREFIX}ms_{door}_csrf",
        "LANGUAGE_COOKIE_NAME": f"{COOKIE_PREFIX}ms_{door}_language",
    }


# --- headers --------------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
TRUSTED_PROXIES = ENVIRONMENT.TRUSTED_PROXIES

CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
FILE_UPLOAD_MAX_MEMORY_SIZE = 0  # straight to a file
FILE_UPLOAD_PERMISSIONS = 0o600

# --- static files ---------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = STATE_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
# Names with a hash in them never change; without it (robots.txt) they may.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- mail -----------------------------------------------------------------------------------

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = ENVIRONMENT.SMTP_HOST
EMAIL_PORT = ENVIRONMENT.SMTP_PORT
EMAIL_HOST_USER = ENVIRONMENT.SMTP_USER
EMAIL_HOST_PASSWORD = (
    ENVIRONMENT.SMTP_PASSWORD_FILE.read_text().strip() if ENVIRONMENT.SMTP_PASSWORD_FILE else ""
)
EMAIL_USE_TLS = ENVIRONMENT.SMTP_SECURITY == "starttls"
EMAIL_USE_SSL = ENVIRONMENT.SMTP_SECURITY == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = ENVIRONMENT.MAIL_FROM or "training@localhost"

# --- what every message names, and the SMS gateway (docs/operations.md) -----------------------

# Said in 160 signs and typed on small keys: a short name that leads here.
SITE_ADDRESS = ENVIRONMENT.SITE_ADDRESS or PUBLIC_URL.partition("://")[2]
HELP_PHONE = ENVIRONMENT.HELP_PHONE or "1 800 000 0000"
VISA_BULLETIN_URL = ENVIRONMENT.VISA_BULLETIN_URL
SMS_GATEWAY_FILE = ENVIRONMENT.SMS_GATEWAY_FILE
SMS_TOKEN_FILE = ENVIRONMENT.SMS_TOKEN_FILE
SMS_SIGNING_KEY_FILE = ENVIRONMENT.SMS_SIGNING_KEY_FILE
if TRAINING and SMS_SIGNING_KEY_FILE is None:
    SMS_SIGNING_KEY_FILE = STATE_DIR / "sms_signing.key"
    secret_files.read_or_make(SMS_SIGNING_KEY_FILE)

# --- logs -----------------------------------------------------------------------------------

LOGGING = logs.settings(as_json=PRODUCTION, level=ENVIRONMENT.LOG_LEVEL, door=door())

# --- whose site this is (docs/adopt.md) -------------------------------------------------------

ORGANISATION_NAME = ENVIRONMENT.ORGANISATION_NAME
ORGANISATION_CONTACT = ENVIRONMENT.ORGANISATION_CONTACT
PRIVACY_NOTICE_FILE = ENVIRONMENT.PRIVACY_NOTICE_FILE
