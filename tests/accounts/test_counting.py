"""Limits hold whatever number of processes count at once."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import caches

from accounts.checks import check_that_counts_are_shared

START = datetime(2026, 11, 2, 9, tzinfo=UTC)
OURS = "accounts.file_cache.CountingFileCache"
#: A process with nothing but the cache: as two web workers share it.
ANOTHER = """
import sys
from django.conf import settings
settings.configure(CACHES={"default": {"BACKEND": sys.argv[1], "LOCATION": sys.argv[2]}})
from django.core.cache import cache
print("awake", flush=True)
sys.stdin.readline()
print(sum(cache.add(f"first-{n}", 1, 600) for n in range(300)))
"""


@pytest.fixture
def cache(settings, tmp_path):
    settings.CACHES = {"default": {"BACKEND": OURS, "LOCATION": tmp_path}}
    return caches["default"]


def in_two_processes(folder):
    """What two processes print that do it at the same time."""
    command = [sys.executable, "-c", ANOTHER, OURS, str(folder)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    both = [subprocess.Popen(command, **pipes) for _ in range(2)]
    for one in both:
        assert one.stdout.readline() == "awake\n"
    for one in both:
        one.stdin.write("\n")
        one.stdin.flush()
    answers = [one.communicate()[0] for one in both]
    assert all(one.returncode == 0 for one in both)
    return answers


def test_of_two_processes_one_is_the_first(cache, tmp_path):
    assert sum(map(int, in_two_processes(tmp_path))) == 300


def test_many_counts_push_none_out_and_those_that_are_over_are_swept(cache, time_machine):
    time_machine.move_to(START)
    for n in range(400):
        cache.set(f"short-{n}", n, 60)
    cache.set("long", 1, 3600)
    assert cache.get("short-0") == 0 and cache.sweep() == 0
    time_machine.shift(61)
    assert cache.sweep() == 400 and cache.get("long") == 1


def test_a_hundred_reports_at_once_are_no_more_than_the_limit(cache, rf):
    from upkeep.limits import may_send

    request = rf.post("/", REMOTE_ADDR="192.0.2.7")
    with ThreadPoolExecutor(20) as pool:
        sent = pool.map(lambda _: may_send(request, "f", most=7, seconds=10**12), range(100))
    assert sum(sent) == 7
    other = rf.post("/", REMOTE_ADDR="192.0.2.8")
    assert may_send(other, "f", most=7, seconds=10**12)


def test_any_hour_holds_no_more_than_the_limit_whenever_it_begins(cache, rf, time_machine):
    from upkeep.limits import may_send

    request = rf.post("/", REMOTE_ADDR="192.0.2.7")

    def sent(minutes):
        time_machine.move_to(START + timedelta(minutes=minutes), tick=False)
        return may_send(request, "f", most=2, seconds=3600)

    assert [sent(minute) for minute in (-20, -10, 10, 39)] == [True, True, False, False]
    assert [sent(minute) for minute in (41, 42, 51, 52)] == [True, False, True, False]


def test_a_cache_of_one_process_does_not_pass_the_check_before_going_public(settings, cache):
    assert check_that_counts_are_shared(None) == []
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    assert [found.id for found in check_that_counts_are_shared(None)] == ["accounts.W001"]
