"""Kill the timed work, an import and forms many times: python -m benchmarks.kills 200 [run_due]

Each round begins with the same database. A process of its own does the work and is killed (SIGKILL)
at a moment taken by chance, again and again; then one is left to come to its end. What is there
must be what one undisturbed run leaves, and no mail may have gone twice. Exits with 1 where not.
The kinds are run_due, import_services and form: of forms, all together are killed so many times.
"""

import logging
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import django

KILLS_A_ROUND = 5


def main(kills, only=""):
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        from benchmarks.killed_work import Import, TimedWork, presses

        forms = presses()
        works = {TimedWork(): kills, Import(bench.folder): kills}
        works |= dict.fromkeys(forms, kills / len(forms))
        wrong = [
            line
            for work, times in works.items()
            if only in ("", work.kind)
            for line in bench.try_out(work, times)
        ]
    for kind, done in bench.kills.items():
        print(f"{kind}: {done} kills in {bench.rounds[kind]} rounds.")
    print("\n".join(wrong) or "Each came to the same as without a kill.")
    sys.exit(bool(wrong))


class Bench:
    """A database in a folder, copied for each round, and the killing."""

    def __init__(self, folder):
        self.folder, self.database = folder, folder / "now.sqlite3"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "directory_site.settings.tests")
        os.environ["DATABASE_URL"] = f"sqlite:///{self.database}"
        django.setup()
        from django.conf import settings
        from django.core.management import call_command

        settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
        settings.EMAIL_FILE_PATH = folder / "mail"
        # Who sends again what was done already may be told that it is not there any more.
        logging.getLogger("django.request").setLevel(logging.ERROR)
        call_command("migrate", verbosity=0)
        self.chance, self.kills, self.rounds = random.Random(), Counter(), Counter()

    def try_out(self, work, kills):
        """Yield in words what is wrong after the work was killed so many times in all."""
        work.prepare()
        self._keep_beginning()
        work.do()  # once here: what is loaded only once is no part of what is killed
        self._begin_again()
        started = time.monotonic()
        self._in_a_process(work.do)
        self.within, expected = time.monotonic() - started, work.outcome(self.folder)
        done = 0
        while done < kills:
            self._begin_again()
            killed = sum(self._killed(work) for _ in range(KILLS_A_ROUND))
            done += killed
            self.kills[work.kind] += killed
            self.rounds[work.kind] += 1
            self._in_a_process(work.do, before=work.after_a_kill)
            if (found := work.outcome(self.folder)) != expected:
                yield f"{work.name}: {found} instead of {expected}"

    def _keep_beginning(self):
        _close()
        shutil.copy(self.database, self.folder / "beginning.sqlite3")

    def _begin_again(self):
        _close()
        for end in ("", "-wal", "-shm"):
            Path(f"{self.database}{end}").unlink(missing_ok=True)
        shutil.copy(self.folder / "beginning.sqlite3", self.database)
        shutil.rmtree(self.folder / "mail", ignore_errors=True)

    def _killed(self, work):
        """Whether the work was still going on when its process was killed; if not, sooner next time."""
        child = self._fork(work.do, work.after_a_kill)
        time.sleep(self.chance.uniform(0, self.within))
        os.kill(child, signal.SIGKILL)
        is_killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
        self.within *= 1.2 if is_killed else 0.7
        return is_killed

    def _in_a_process(self, do, before=None):
        if os.waitpid(self._fork(do, before), 0)[1]:
            raise RuntimeError("The work failed, though nobody killed it")

    def _fork(self, do, before):
        _close()
        child = os.fork()
        if child:
            return child
        try:
            if before:
                before()
            do()
            os._exit(0)
        except BaseException:
            import traceback

            traceback.print_exc()
            os._exit(1)


def _close():
    from django.db import connections

    connections.close_all()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200, *sys.argv[2:3])
