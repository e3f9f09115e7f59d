"""Commands that import: what they share. A wrong option is one sentence and exit 1."""

from __future__ import annotations

import sys
from typing import NoReturn

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from reports.models import Account

NOT_READ, IN_DOUBT = 1, 2
"""Exit codes: nothing was read or stored; it was, with a check that fails or a part that is unread."""


class RefusingCommand(BaseCommand):
    """Says what is wrong in a sentence on standard error and ends."""

    def account_named(self, name: str, *, publishes: bool) -> Account | None:
        """The account named with --by; publishing needs one, since somebody answers for it."""
        if not name:
            if publishes:
                self.refuse(_("Say with --by who publishes: the name of a staff account."))
            return None
        account = Account.objects.filter(username=name, is_active=True, is_staff=True).first()
        if account is None:
            self.refuse(_("There is no active staff account “%(name)s”.") % {"name": name})
        if publishes and not account.has_perm("reports.publish_report"):
            self.refuse(_("The account “%(name)s” may not publish reports.") % {"name": name})
        return account

    def refuse(self, message: str) -> NoReturn:
        """Ends the command."""
        self.stderr.write(str(message))
        sys.exit(NOT_READ)
