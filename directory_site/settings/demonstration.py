"""The demonstration: one machine, one process, fictional data, entry without a password."""

from .base import *  # noqa: F403
from .base import VAR_DIR, env

DEBUG = False
DEMONSTRATION = True
SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
# Style sheets and scripts are served from where they are built: nothing to collect.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 600
# Browsers count http://localhost as secure enough for a passkey; allauth is told the same.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
