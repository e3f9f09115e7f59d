"""Reads every report of a folder or a ZIP archive: `manage.py import_reports FOLDER_OR_ZIP`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from reports.domain.document import Unreadable
from reports.management import summaries
from reports.management.progress import Progress
from reports.management.refusing import IN_DOUBT, NOT_READ, RefusingCommand
from reports.queries import unreadable
from reports.readers.bundle import Bundle, open_bundle
from reports.readers.text import MAX_BYTES
from reports.services import bulkimport, importlist
from reports.services.bulkimport import Order, Outcome
from reports.services.importlist import Wish
from reports.services.revisions import Refused

MOST_JOBS = 64


class Command(RefusingCommand):
    """Exit 0: all files read and sound. 2: with a failing check or an unread part. 1: with a file refused."""

    help = "Read the published disclosure reports of a folder or a ZIP archive and store them as drafts."

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the command; a wrong one is a sentence and exit 1 too."""
        parser.error = self.refuse  # type: ignore[method-assign]
        parser.add_argument("source", help="a folder, with all folders in it, or a ZIP archive")
        parser.add_argument("--manifest", default="", help="CSV with the columns file,agency,year,kind,form")
        parser.add_argument("--report", default="", help="where to write the summary: .txt, .csv or .json")
        parser.add_argument("--publish", action="store_true", help="publish what may be; needs --by")
        parser.add_argument("--by", default="", help="who imports, or reviews and publishes")
        parser.add_argument("--dry-run", action="store_true", help="read and check only, store nothing")
        parser.add_argument(
            "--correction", default="", help="what new revisions correct and why, told to the public"
        )
        parser.add_argument("--again", action="store_true", help="try files again that could not be read")
        parser.add_argument("--jobs", type=int, default=0, help="processes that read; default: one a core")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads, stores unless told not to, and prints what is to be looked at."""
        source = Path(options["source"])
        report = self._report(options["report"])
        bundle, wishes = self._bundle(source), self._wishes(options["manifest"])
        bundle = bundle.without(Path(options["manifest"]), Path(options["report"]))
        order = Order(
            by=self.account_named(options["by"], publishes=options["publish"]),
            publish=options["publish"],
            is_dry=options["dry_run"],
            is_again=options["again"],
            correction_note=options["correction"],
            jobs=self._jobs(options["jobs"]),
        )
        outcomes, is_whole = self._run(bundle, wishes, order)
        self.stdout.write(summaries.as_text(outcomes, is_whole=False))
        if report is not None:
            report.write_bytes(summaries.written(outcomes, report.suffix.lower()))
        if not options["manifest"] and any(one.status == "refused" for one in outcomes):
            self.stdout.write(
                _("Say in a list whose reports they are and of which year, and hand it in with --manifest.")
            )
        if not is_whole:
            self.refuse(_("Broken off. What is stored stays; run the same command again to go on."))
        if any(one.status == "refused" for one in outcomes):
            sys.exit(NOT_READ)
        if not all(one.is_sound for one in outcomes):
            sys.exit(IN_DOUBT)

    def _run(self, bundle: Bundle, wishes: dict[str, Wish], order: Order) -> tuple[list[Outcome], bool]:
        """What became of the files, and whether it came to its end: Ctrl-C keeps what is done."""
        outcomes: list[Outcome] = []
        running = bulkimport.run(bundle, wishes, order)
        with Progress(self.stderr, total=len(bundle.entries)) as progress:
            try:
                for outcome in running:
                    outcomes.append(outcome)
                    progress.show(outcome.file)
            except KeyboardInterrupt:
                running.close()
                return outcomes, False
        return outcomes, True

    def _bundle(self, source: Path) -> Bundle:
        try:
            return open_bundle(source)
        except Unreadable as problem:
            if not source.exists():
                self.refuse(_("There is no folder or file “%(path)s”.") % {"path": source})
            self.refuse(unreadable.sentence(problem, str(source)))
        except (OSError, ValueError):
            self.refuse(_("The file “%(path)s” cannot be opened.") % {"path": source})

    def _wishes(self, manifest: str) -> dict[str, Wish]:
        if not manifest:
            return {}
        try:
            with Path(manifest).open("rb") as file:
                return importlist.parse(file.read(MAX_BYTES + 1), name=Path(manifest).name)
        except (OSError, ValueError):
            self.refuse(_("The file “%(path)s” cannot be opened.") % {"path": manifest})
        except Refused as refused:
            self.refuse(str(refused))

    def _report(self, name: str) -> Path | None:
        """Where the summary goes; tried before anything is done, so that no run ends without it."""
        if not name:
            return None
        path = Path(name)
        if path.suffix.lower() not in summaries.KINDS:
            self.refuse(
                _("The summary is written as .txt, .csv or .json; “%(path)s” is none.") % {"path": path}
            )
        try:
            path.touch()
        except (OSError, ValueError):
            self.refuse(_("The file “%(path)s” cannot be written.") % {"path": path})
        return path

    def _jobs(self, asked: int) -> int:
        if not 0 <= asked <= MOST_JOBS:
            self.refuse(_("Give a number of processes from 1 to %(most)s.") % {"most": MOST_JOBS})
        return asked or min(len(os.sched_getaffinity(0)), MOST_JOBS)
