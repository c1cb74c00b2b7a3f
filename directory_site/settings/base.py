"""What every installation shares. Secrets and addresses come from the environment."""

from pathlib import Path

import environ

from .signing_in import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

# Everything that is made at run time (database, index, uploads, mail files) lives below VAR_DIR.
VAR_DIR = Path(env("OPEN_DOOR_VAR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

INSTALLED_APPS = [
    "directory_site",
    "demonstration",
    "upkeep",
    "pages",
    "exchange",
    "search",
    "hubs",
    "services",
    "organisations",
    "places",
    "accounts",
    "outbox",
    "records",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "accounts.apps.StaffAccountsConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "directory_site.security.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.second_factor.SecondFactorMiddleware",
    "axes.middleware.AxesMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "directory_site.urls"
WSGI_APPLICATION = "directory_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "pages.context.here",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# SQLite in WAL mode with immediate transactions, unless DATABASE_URL names another database.
DATABASES = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'open-door.sqlite3'}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
# Counts of attempts are kept where every process of this machine sees them; CACHE_URL names
# another place where there are several machines.
CACHES = {
    "default": env.cache_url("CACHE_URL")
    if env("CACHE_URL", default="")
    else {"BACKEND": "accounts.file_cache.CountingFileCache", "LOCATION": VAR_DIR / "cache"}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
# Whose bank holidays count for opening hours: ENG, WLS, SCT or NIR.
BANK_HOLIDAY_NATION = env("BANK_HOLIDAY_NATION", default="ENG")
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "static_collected"
STATICFILES_DIRS = [("open-door", BASE_DIR / "frontend" / "dist")]
MEDIA_URL = "media/"
MEDIA_ROOT = VAR_DIR / "media"

# Seconds that a process may show the site's name, colours and crisis numbers without looking again.
SITE_FACTS_SECONDS = 60

# Map tiles come from here, such as "https://tiles.example.org/{z}/{x}/{y}.png"; without it the map
# shows outlines only, and no visitor's browser speaks to anybody but this site.
MAP_TILES_URL = env("MAP_TILES_URL", default="")
MAP_TILES_CREDIT = env("MAP_TILES_CREDIT", default="")
TILE_HOSTS = [f"https://{MAP_TILES_URL.split('/')[2]}"] if MAP_TILES_URL else []

# What a page may load: its own files, no inline script, no inline style.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", *(["data:", *TILE_HOSTS] if TILE_HOSTS else [])],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
# Wagtail 8.0 knows no nonces. Its choosers of dates and records, and its inline panels, are inline
# scripts; its rich-text editor writes style elements. Nothing in it is an inline handler
# (onclick=…), a style attribute in a page, or eval, so these stay forbidden.
STAFF_CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'", "'unsafe-inline'"],
        "script-src-attr": ["'none'"],
        "style-src": ["'self'"],
        "style-src-elem": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:", *TILE_HOSTS],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }
}
# How many proxies stand before this site; attempts are counted by the address that they give.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
# Mail is sent as soon as what it tells about is saved; what fails is tried again by `run_due`.
OUTBOX_SEND_AT_ONCE = True
# Whom mail is from, such as "Open Door <hello@help.example.org>", and where what cannot be
# delivered goes (see docs/production.md); without it, to the former.
DEFAULT_FROM_EMAIL = env("MAIL_FROM", default="webmaster@localhost")
BOUNCE_ADDRESS = env("BOUNCE_ADDRESS", default="")
EMAIL_TIMEOUT = 10
# After so many days a reported problem keeps no words and no address, closed or not.
REPORTS_KEPT_DAYS = env.int("REPORTS_KEPT_DAYS", default=365)
SECURE_REFERRER_POLICY = "no-referrer"
CSRF_FAILURE_VIEW = "directory_site.expired_forms.csrf_failure"

WAGTAIL_SITE_NAME = "Open Door"
WAGTAILADMIN_BASE_URL = env("PUBLIC_URL", default="http://127.0.0.1:8000")
WAGTAIL_ENABLE_UPDATE_CHECK = False
# A review that ends well publishes the version that was looked at, not a newer draft.
WAGTAIL_FINISH_WORKFLOW_ACTION = "upkeep.review_finish.publish_reviewed_version"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "records.admin_search"}}
WAGTAILIMAGES_IMAGE_FORM_BASE = "pages.picture_form.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "odt", "rtf", "txt", "xlsx", "ods", "csv", "pptx", "odp"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_USER_TIME_ZONES = ["Europe/London"]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English")]

# The embedded search index is a file of its own, made again at any time by `rebuild_index`.
SEARCH_INDEX_PATH = VAR_DIR / "search.sqlite3"
SEARCH_ENGINE = env("SEARCH_ENGINE", default="embedded")
# Whether searches are counted: by topic, week and council, never by words or person. See
# docs/own-listings.md; say so in the privacy page.
SEARCH_COUNTS = env.bool("SEARCH_COUNTS", default=True)

# Places. Names and areas kept in memory are looked at afresh after so many seconds.
PLACES_REFRESH_SECONDS = 5
# Online geocoders, asked only when the offline gazetteer does not know a place, in this order:
# "nominatim", "postcodes.io", or the dotted path of any geopy geocoder. None by default: then no
# place that anybody types leaves this server. See docs/places.md.
GEOCODERS = env.list("GEOCODERS", default=[])
# Keyword arguments for each of them, such as {"nominatim": {"domain": "maps.example.org"}}.
GEOCODER_OPTIONS = env.json("GEOCODER_OPTIONS", default={})
GEOCODER_TIMEOUT_SECONDS = env.float("GEOCODER_TIMEOUT_SECONDS", default=2)
# At least so long between two questions to one geocoder, over all processes.
GEOCODER_INTERVAL_SECONDS = env.float("GEOCODER_INTERVAL_SECONDS", default=1)

# Faults go to standard error. Addresses are logged without what was asked for.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        # What Wagtail tells of a draft is its name, which may be that of a secret place.
        "wagtail": {"level": "WARNING"},
    },
}
