"""The demonstration site, set up afresh and served to a real Chromium.

The site runs as `make demo` runs it: its own database, index and settings, in processes of its
own. All tests of this folder share it and change nothing that another relies on.
"""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

from tests.browser.looked_at import LOOKED_AT, SEEN, note

AXE = Path(settings.BASE_DIR) / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PHONE = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package", autouse=True)
def all_forms_looked_at(request):
    """After a whole run of this folder: every form has been looked at as the table promises."""
    yield
    here = Path(__file__).parent
    ran = {item.path for item in request.session.items}
    narrowed = request.config.option.keyword or request.config.option.markexpr
    if ran >= set(here.glob("test_*.py")) and not narrowed and not request.session.testsfailed:
        assert not LOOKED_AT - SEEN


class Site:
    """A running demonstration: where it is, and its command line."""

    def __init__(self, folder, port):
        self.folder, self.address = folder, f"http://127.0.0.1:{port}"
        self.environment = {
            **{key: value for key, value in os.environ.items() if key != "DATABASE_URL"},
            "OPEN_DOOR_VAR": str(folder),
            "DJANGO_SETTINGS_MODULE": "directory_site.settings.demonstration",
            "SECRET_KEY": secrets.token_urlsafe(50),
        }

    def manage(self, *arguments):
        """Run a management command on the site's own data; returns what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def get(self, path):
        """(status, headers, body) of a page, as a program would fetch it."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=30) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read().decode()

    def json(self, path):
        return json.loads(self.get(path)[2])


def _free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture(scope="package")
def site(tmp_path_factory, django_db_setup):
    """The demonstration site, running."""
    site = Site(tmp_path_factory.mktemp("site"), _free_port())
    django_db_setup.copy_to(site.folder / "open-door.sqlite3")
    site.manage("setup_demonstration")
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "directory_site.wsgi", "--threads", "4",
         "--bind", site.address.removeprefix("http://"), "--log-level", "warning"],
        cwd=settings.BASE_DIR,
        env=site.environment,
    )  # fmt: skip
    try:
        _wait_for(site, server)
        yield site
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(site, server):
    for _ in range(120):
        assert server.poll() is None, "the server did not start"
        try:
            urllib.request.urlopen(site.address + "/crisis/", timeout=20)
            return
        except OSError:
            time.sleep(0.5)
    raise AssertionError("the server does not answer")


# Not for the whole session: while Playwright runs, Django refuses every query of this process.
@pytest.fixture(scope="package")
def chromium():
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)  # a busy machine is no fault of the page
    # Debian's Chromium where there is one; elsewhere Playwright's own.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking",
                  "--renderer-process-limit=1", "--process-per-site"],
        )  # fmt: skip
        yield browser
        browser.close()


def follow(page, control):
    """Click something that leads to another page, and wait until that page is there whole.

    A click alone comes back as soon as the next page has begun: title and text may still be missing.
    """
    with page.expect_navigation():
        control.click()


class Browsers:
    """Browsers lent to one test at a time, each without a trace of the test before.

    A new one starts processes and reads scripts and styles afresh: more work than most tests.
    """

    def __init__(self, chromium, site):
        self.chromium, self.site = chromium, site
        self.idle = {True: [], False: []}

    def lend(self, js):
        """(its context, a page that stays open and keeps its process alive)"""
        if self.idle[js]:
            return self.idle[js].pop()
        context = self.chromium.new_context(java_script_enabled=js, locale="en-GB")
        context.set_default_timeout(60_000)
        stays = context.new_page()
        stays.goto(self.site.address + "/robots.txt")
        return context, stays

    def take_back(self, js, context, stays):
        for page in context.pages:
            if page != stays:
                page.close()
        context.clear_cookies()
        session = context.new_cdp_session(stays)
        everything = {"origin": self.site.address, "storageTypes": "all"}
        session.send("Storage.clearDataForOrigin", everything)
        session.detach()
        self.idle[js].append((context, stays))


@pytest.fixture(scope="package")
def browsers(chromium, site):
    return Browsers(chromium, site)


@pytest.fixture
def open_page(browsers, site):
    """Open a path in a browser of its own: open_page("/", js=False, size=PHONE) → the page.

    A request to anywhere but the site fails the test, and so does an error in the console.
    """
    lent, strangers, errors = [], [], []

    def open_at(path, js=True, size=DESKTOP):
        context, stays = browsers.lend(js)
        lent.append((js, context, stays))
        page = context.new_page()
        page.set_viewport_size(size)
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((site.address, "data:", "blob:"))
                else strangers.append(request.url)
            ),
        )
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(site.address + path)
        return page

    yield open_at
    for browser in lent:
        browsers.take_back(*browser)
    assert strangers == []
    assert errors == []


#: Whether nothing on a page moves or fades in any more; Wagtail's messages begin as invisible.
STILL = """() => document.getAnimations().every(
        one => one.playState !== 'running' || one.effect.getTiming().iterations === Infinity)
    && [...document.querySelectorAll('.messages > ul:has(li)')].every(
        list => getComputedStyle(list).opacity === '1')"""


@pytest.fixture
def axe():
    """Run axe-core on a page that has come to rest; returns its violations as short lines."""

    def run(page):
        page.wait_for_function(STILL)
        note(page)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        result = page.evaluate(
            "() => axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa',"
            "'wcag22aa','best-practice'], resultTypes: ['violations']})"
        )
        return [
            f"{violation['id']}: {node['html'][:140]}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]

    return run
