"""What readers report as wrong on a page: taken in without asking who they are, answered by its agency.

The caller throttles. Whoever left a way to be reached is forgotten as soon as the matter is settled, and
numbers of persons in the words are masked before they are stored.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.domain.roles import Action
from reports.domain.text.privacy import masked
from reports.models import Account, Agency, DocumentVersion, FormerAddress, PageFault
from reports.models.event import Act
from reports.queries import powers
from reports.services import events
from reports.services.revisions import Refused, words

LONGEST_TEXT = 2_000
LONGEST_CONTACT = 120
LONGEST_PATH = 300
OPEN_OF_ONE_PAGE = 50
"""Unsettled reports of one page; more of them would tell staff nothing new."""
_OF_DOCUMENT = re.compile(r"(?:/en)?/documents/([0-9a-z-]+)/")
_OF_AGENCY = re.compile(r"(?:/en)?/(?:agencies|reports|register|apply)/([-0-9A-Za-z_]+)/")


class BadFault(Refused):
    """A report of a fault that cannot be taken. `field`: "address", "text" or "contact"."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def report(*, address: str, text: str, contact: str = "") -> PageFault:
    """Keeps what a reader says is wrong on the page of this site at `address` (its path; a query is dropped).

    The same words about the same page while it is unsettled are kept once. Raises BadFault, a sentence for
    the reader. Writes no Event: nobody of the staff did anything yet.
    """
    path = _path(address)
    said, reach = _readable(text), " ".join(_readable(contact).split())
    if not words(said):
        raise BadFault("text", _("Say what is wrong on the page."))
    if len(said) > LONGEST_TEXT:
        raise BadFault(
            "text",
            _("At most %(limit)s characters. Say the most important in short.") % {"limit": LONGEST_TEXT},
        )
    if len(reach) > LONGEST_CONTACT:
        raise BadFault("contact", _("At most %(limit)s characters.") % {"limit": LONGEST_CONTACT})
    open_ones = PageFault.objects.filter(path=path, settled_at=None)
    same = open_ones.filter(text=masked(said)).first()
    if same is not None:
        return same
    if open_ones.count() >= OPEN_OF_ONE_PAGE:
        raise BadFault(
            "address",
            _("Many readers have reported this page already. Its agency knows and will look at it."),
        )
    return PageFault.objects.create(agency=agency_of(path), path=path, text=masked(said), contact=reach)


@transaction.atomic
def settle(*, fault: PageFault, answer: str, by: Account) -> PageFault:
    """Closes a report with what was done, and forgets how to reach the reader.

    Raises access.Denied, Refused.
    """
    row = PageFault.objects.select_for_update(of=("self",), no_key=True).filter(pk=fault.pk).first()
    if row is None:
        raise Refused(_("This report is gone."))
    powers.demand(by, Action.WRITE_DOCUMENT, row.agency_id)
    if row.settled_at is not None:
        raise Refused(_("Somebody settled this report already."))
    if not words(answer):
        raise Refused(_("Say what was done, or why nothing was. Only staff read it."))
    row.answer, row.contact = _readable(answer)[:LONGEST_TEXT], ""
    row.settled_at, row.settled_by = timezone.now(), by
    row.save(update_fields=["answer", "contact", "settled_at", "settled_by"])
    events.record(Act.EDITED, by=by, subject=row, agency=row.agency_id, reason=row.answer)
    return row


def agency_of(path: str) -> Agency | None:
    """Whose page that is; None where it is the whole portal's."""
    if found := _OF_DOCUMENT.match(path):
        version = DocumentVersion.objects.filter(address=found[1]).select_related("agency").first()
        return version.agency if version else None
    if found := _OF_AGENCY.match(path):
        agency = Agency.objects.filter(slug=found[1]).first()
        former = FormerAddress.objects.filter(slug=found[1]).select_related("agency").first()
        return agency or (former.agency if former else None)
    return None


def _path(address: str) -> str:
    try:
        path = unquote(urlsplit(address.strip()).path)
    except ValueError:
        path = ""
    path = "".join(sign for sign in path if sign.isprintable())
    if not path.startswith("/") or path.startswith("//") or len(path) > LONGEST_PATH:
        raise BadFault("address", _("Give the address of a page of this site."))
    return path


def _readable(text: str) -> str:
    """Without signs that no database or page takes."""
    clean = "".join(sign for sign in text if sign in "\n\t\u3000" or sign.isprintable())
    return clean.strip()
