"""Papers and photos: an origin of its own that shows nothing and runs no script."""

from config.settings.base import *

DOOR = "files"
SECRET_KEY = secret_key_of(DOOR)
globals().update(cookie_names(DOOR))
ROOT_URLCONF = "config.urls.files"
if PRODUCTION:
    ALLOWED_HOSTS = [ENVIRONMENT.FILES_HOST]
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "safe_mobility.doors.common.policy.SamePolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    ALLAUTH_MIDDLEWARE,
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES[0]["OPTIONS"]["context_processors"].remove("django.contrib.auth.context_processors.auth")
