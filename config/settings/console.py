"""The console of the offices and of partners: signed in, with a second factor."""

from config.settings.base import *

DOOR = "console"
SECRET_KEY = secret_key_of(DOOR)
globals().update(cookie_names(DOOR))
ROOT_URLCONF = "config.urls.console"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SAMESITE = "Strict"
# A photo of a paper is asked for by a form that goes to the files origin.
CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] = ["'self'", FILES_URL]
if PRODUCTION:
    ALLOWED_HOSTS = [ENVIRONMENT.CONSOLE_HOST]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "safe_mobility.doors.common.policy.SamePolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    ALLAUTH_MIDDLEWARE,
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "safe_mobility.doors.console.middleware.ConsoleFrame",
]
TEMPLATES[0]["OPTIONS"]["context_processors"] = [
    "django.template.context_processors.request",
    "safe_mobility.doors.common.context.frame",
]
CSRF_FAILURE_VIEW = "safe_mobility.doors.console.views.errors.csrf_failure"
