"""The site that families use, and the public API."""

from config.settings.base import *

DOOR = "public"
SECRET_KEY = secret_key_of(DOOR)
globals().update(cookie_names(DOOR))
ROOT_URLCONF = "config.urls.public"
SESSION_COOKIE_AGE = 7 * 24 * 60 * 60
if PRODUCTION:
    ALLOWED_HOSTS = [ENVIRONMENT.PUBLIC_HOST]

# The one form that leaves this origin carries a photo to the files door.
CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] = ["'self'", FILES_URL]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    ALLAUTH_MIDDLEWARE,
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES[0]["OPTIONS"]["context_processors"].remove(
    "django.contrib.auth.context_processors.auth"  # nobody is a user here
)
