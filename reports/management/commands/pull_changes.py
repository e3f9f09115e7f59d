"""`manage.py pull_changes https://other.portal`: takes over what another portal publishes, once or again.

Without --under and --agency-map it goes by what is kept with the source in the admin.
"""

from __future__ import annotations

import sys
import time
import tomllib
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.domain.exchange import Change
from reports.management.refusing import NOT_READ, RefusingCommand
from reports.models import Agency
from reports.services import exchange, feedsources
from reports.services.exchange import Pulled
from reports.services.exchangeagencies import Places
from reports.services.fetching import Peer
from reports.services.revisions import Refused


class Command(RefusingCommand):
    """Exit 0: everything is taken over. 1: it stopped, and the next run goes on from there."""

    help = "Take over the public documents of another portal, change by change, and its withdrawals."

    def add_arguments(self, parser: CommandParser) -> None:
        """The options; a wrong one is a sentence and exit 1."""
        parser.error = self.refuse  # type: ignore[method-assign]
        parser.add_argument("address", help="the other portal: https://host")
        parser.add_argument("--once", action="store_true", help="end when everything is taken over")
        parser.add_argument("--every", type=int, default=300, help="seconds between two looks; 300")
        parser.add_argument(
            "--under", default="", help="address of the agency below which others are entered"
        )
        parser.add_argument("--agency-map", default="", help='TOML: "address there" = "address here"')
        parser.add_argument(
            "--allow-private", action="store_true", help="a host in a private network is meant"
        )
        parser.add_argument("--skip", type=int, default=0, help="number of a change to pass over for good")

    def handle(self, *args: Any, **options: Any) -> None:
        """Pulls once, or again and again until it is stopped."""
        if not 10 <= options["every"] <= 86_400:
            self.refuse(_("--every: give 10 to 86400 seconds."))
        try:
            peer = Peer(options["address"], allow_private=options["allow_private"])
        except Refused as refused:
            self.refuse(str(refused))
        under, named = self._under(options["under"]), self._map(options["agency_map"])
        kept = exchange.source(peer, allows_private=options["allow_private"])
        try:
            places = Places(under or kept.under, named or feedsources.named(kept))
        except Refused as refused:
            self.refuse(str(refused))
        while True:
            pulled = self._pull(peer, places, options["skip"])
            if options["once"]:
                sys.exit(NOT_READ if pulled.fault else 0)
            time.sleep(options["every"])

    def _pull(self, peer: Peer, places: Places, skip: int) -> Pulled:
        try:
            pulled = exchange.pull(peer, places, skip=skip, told=self._tell)
        except Refused as refused:
            self.refuse(str(refused))
        count = sum(pulled.counts.values())
        said = ngettext(
            "%(count)d change; taken up to %(at)d.", "%(count)d changes; taken up to %(at)d.", count
        )
        self.stdout.write(said % {"count": count, "at": pulled.at})
        if pulled.fault:
            self.stderr.write(pulled.fault)
        return pulled

    def _tell(self, change: Change, what: str) -> None:
        words = {
            "taken": _("taken over"),
            "withdrawn": _("withdrawn"),
            "same": _("already here"),
            "gone": _("no longer there"),
            "passed": _("passed over"),
            "kept": _("ours stands and is left as it is"),
        }
        self.stdout.write(f"{change.sequence} {change.address} {words[what]}")

    def _under(self, slug: str) -> Agency | None:
        return self._agency(slug) if slug else None

    def _map(self, name: str) -> dict[str, Agency]:
        if not name:
            return {}
        try:
            pairs = tomllib.loads(Path(name).read_text("utf-8"))
        except (OSError, ValueError) as problem:
            self.refuse(
                _("The map %(name)s cannot be read: %(why)s.") % {"name": name, "why": str(problem)[:200]}
            )
        return {there: self._agency(str(here)) for there, here in pairs.items()}

    def _agency(self, slug: str) -> Agency:
        agency = Agency.objects.filter(slug=slug).first()
        if agency is None:
            self.refuse(_("This portal has no agency with the address “%(slug)s”.") % {"slug": slug})
        return agency
