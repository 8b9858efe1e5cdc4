"""The site that families use, and the public API."""

from config.settings.base import *

DOOR = "public"
SECRET_KEY = secret_key_of(DOOR)
globals().update(cookie_names(DOOR))
ROOT_URLCONF = "config.urls.public"
if PRODUCTION:
    ALLOWED_HOSTS = [ENVIRONMENT.PUBLIC_HOST]

# The one form that leaves this origin carries a photo to the files door.
CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] = ["'self'", FILES_URL]

# Held in memory up to the limit: nothing unsealed touches the disk.
FILE_UPLOAD_HANDLERS = ["safe_mobility.doors.public.uploads.LimitedUpload"]

# How long a list of free times serves everybody who asks for it.
FREE_TIMES_SECONDS = 1.0

CSRF_FAILURE_VIEW = "safe_mobility.doors.public.views.errors.csrf_failure"

# No session of Django's: a visitor is a token, and a household's session is a row of `people`.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Data costs a family money. The token of a form is masked anew in each page, and the length
    # of what is compressed varies at random, so nothing can be guessed from it.
    "django.middleware.gzip.GZipMiddleware",
    "safe_mobility.doors.common.policy.SamePolicy",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "safe_mobility.doors.public.middleware.PublicFrame",
    "django.middleware.csrf.CsrfViewMiddleware",
    ALLAUTH_MIDDLEWARE,
]
TEMPLATES[0]["OPTIONS"]["context_processors"] = [
    "django.template.context_processors.request",
    "safe_mobility.doors.common.context.frame",
    "safe_mobility.doors.public.context.programme_frame",
]
