"""Reads a published report from a file and stores it as a draft: `manage.py import_report FILE`."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from reports.domain.document import Unreadable
from reports.domain.prose.titles import FIRST_YEAR, LAST_YEAR
from reports.management import readings
from reports.management.refusing import IN_DOUBT, RefusingCommand
from reports.models.report import ReportKind
from reports.queries import statforms, unreadable
from reports.readers.opening import LARGEST
from reports.services import bodies, importchecking, importing
from reports.services.reading import Reading, read
from reports.services.revisions import Refused


class Command(RefusingCommand):
    """Exit 0: read and sound. 2: read, with a failing check or an unread part. 1: nothing read or stored."""

    help = "Read a published disclosure report from a file and store it as a draft."

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the command; a wrong one is a sentence and exit 1 too."""
        parser.error = self.refuse  # type: ignore[method-assign]
        parser.add_argument("file", help="text, HTML, Word (.docx), Excel (.xlsx), CSV or PDF")
        parser.add_argument("--agency", default="", help="whose report it is: address, code or name")
        parser.add_argument("--year", default="", help="the report year")
        parser.add_argument(
            "--roll-up", action="store_true", help="it holds the sums of a government's bodies"
        )
        parser.add_argument("--form", default="", help="the statistics form, such as national-2021")
        parser.add_argument("--by", default="", help="who imports, or reviews and publishes")
        parser.add_argument(
            "--publish",
            action="store_true",
            help="publish what was stored; needs --by, who confirms the review for secrecy (article 17)",
        )
        parser.add_argument(
            "--privacy-looked-over",
            action="store_true",
            help="each place that may hold personal data was looked at",
        )
        parser.add_argument("--explanation", default="", help="told to the public where sums fail")
        parser.add_argument(
            "--correction", default="", help="what a new revision corrects and why, told to the public"
        )
        parser.add_argument("--dry-run", action="store_true", help="read and check only, store nothing")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads, stores unless told not to, and prints what was found."""
        path = Path(options["file"])
        data = self._bytes(path)
        reading = self._reading(data, path.name, options)
        stored = None if options["dry_run"] else self._stored(reading, data, path.name, options)
        agency = stored.report.agency.name if stored else self._agency_name(reading, options)
        reading = self._beside_others(reading, stored, options)
        reading = readings.decided(reading, stored)
        if options["format"] == "json":
            result = readings.as_json(reading, stored, agency)
            # JSON is UTF-8 or ASCII: a terminal of another encoding gets the escaped form.
            is_utf8 = (getattr(self.stdout, "encoding", None) or "utf-8").lower().replace("-", "") == "utf8"
            self.stdout.write(json.dumps(result, ensure_ascii=not is_utf8, indent=1))
        else:
            self.stdout.write(readings.as_text(reading, stored, agency))
        if not reading.is_sound:
            sys.exit(IN_DOUBT)

    def _bytes(self, path: Path) -> bytes:
        try:
            if path.exists() and not path.is_dir() and not path.is_file():
                self.refuse(_("“%(path)s” is no ordinary file.") % {"path": path})
            with path.open("rb") as file:
                return file.read(LARGEST + 1)
        except IsADirectoryError:
            self.refuse(_("“%(path)s” is a folder, not a file.") % {"path": path})
        except FileNotFoundError:
            self.refuse(_("There is no file “%(path)s”.") % {"path": path})
        except (OSError, ValueError):
            self.refuse(_("The file “%(path)s” cannot be opened.") % {"path": path})

    def _reading(self, data: bytes, name: str, options: dict[str, Any]) -> Reading:
        forms = statforms.all_forms()
        year, form_id = self._year(options), options["form"] or None
        if form_id is not None and form_id not in forms:
            known = {"form": form_id, "known": ", ".join(forms)}
            self.refuse(_("There is no form “%(form)s”. Known forms: %(known)s.") % known)
        try:
            return read(data, name=name, form_id=form_id, year=year)
        except Unreadable as problem:
            self.refuse(unreadable.sentence(problem, name))

    def _year(self, options: dict[str, Any]) -> int | None:
        given = str(options["year"] or "")
        if given and not (re.fullmatch(r"[0-9]{4}", given) and FIRST_YEAR <= int(given) <= LAST_YEAR):
            self.refuse(_("“%(year)s” is no report year; give one from 1990 to 2100.") % {"year": given[:20]})
        return int(given) if given else None

    def _stored(self, reading: Reading, data: bytes, name: str, options: dict[str, Any]) -> importing.Stored:
        by = self.account_named(options["by"], publishes=options["publish"])
        try:
            return importing.store(
                reading,
                data=data,
                name=name,
                by=by,
                agency=options["agency"] or None,
                year=self._year(options),
                kind=ReportKind.ROLL_UP if options["roll_up"] else ReportKind.OWN,
                publish=options["publish"],
                explanation=options["explanation"],
                correction_note=options["correction"],
                is_privacy_looked_over=options["privacy_looked_over"],
            )
        except Refused as problem:
            self.refuse(str(problem))

    def _beside_others(
        self, reading: Reading, stored: importing.Stored | None, options: dict[str, Any]
    ) -> Reading:
        """The reading with the checks that need to know whose it is; a dry run asks only for a named one."""
        if stored is None and not options["agency"]:
            return reading
        agency = stored.report.agency if stored else bodies.known(options["agency"], reading.agency_name)
        kind = ReportKind.ROLL_UP if options["roll_up"] else ReportKind.OWN
        return importchecking.beside_others(reading, agency=agency, year=self._year(options), kind=kind)

    def _agency_name(self, reading: Reading, options: dict[str, Any]) -> str:
        try:
            return bodies.name_of(options["agency"], reading.agency_name)
        except Refused as problem:
            self.refuse(str(problem))
