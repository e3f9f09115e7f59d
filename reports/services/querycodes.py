"""Query codes: what, with the receipt number, opens a case to its applicant. Only their hashes are kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.http import HttpRequest

from reports.domain.casework import receipt
from reports.models import Application
from reports.services import throttle
from reports.services.throttle import Limit

ROUNDS = 10_000
"""Of PBKDF2 for a query code: 60 bits, some milliseconds a try."""

OF_A_NETWORK = Limit("progress", 300, timedelta(minutes=15))
"""Whatever the numbers: what one network may cost in computing."""
HERE = Limit("progress of a case here", 10, timedelta(minutes=15))
"""One network and one number. Nobody's tries from elsewhere count."""
EVERYWHERE = Limit("progress of a case", 1_000, timedelta(hours=1))
"""One number, from all networks together; above it, and above HERE, one try each SLOWLY."""
SLOWLY = Limit("progress of a case, slowly", 1, timedelta(seconds=30))


def may_try(request: HttpRequest, number: str) -> bool:
    """Counts a try of that number; False where it is one too many just now.

    Who knows only a number cannot shut its applicant out: past every limit but the first, each network still
    has one try in half a minute. The 60 bits of the code keep guessing hopeless (docs/security.md).
    """
    if not throttle.passes(OF_A_NETWORK, request):
        return False
    are_few = throttle.passes_for(EVERYWHERE, number)
    if throttle.passes(HERE, request, about=number) and are_few:
        return True
    return throttle.passes(SLOWLY, request, about=number)


def renew_query_code(application: Application) -> str:
    """A new query code; the former opens nothing any more. Returns it, as it is never stored."""
    code = receipt.new_code(secrets.choice)
    application.query_code_hash = _hash(application.number, code)
    application.save(update_fields=["query_code_hash"])
    return code


def was_right(request: HttpRequest, number: str) -> None:
    """Begins the count of that network and number anew: the applicant mistyped, and got it right."""
    throttle.forget(HERE, request, about=number)


def opened(number: str, code: str) -> Application | None:
    """The case that this number and code open together; None for a wrong number as for a wrong code.

    It hashes and compares the same for both, so that neither answer nor time tells whether a number exists.
    """
    wanted = receipt.read_number(number)
    found = Application.objects.filter(number=wanted).select_related("agency").first() if wanted else None
    given = _hash(wanted, receipt.read_code(code))
    kept = found.query_code_hash if found and found.query_code_hash else "0" * 32
    return found if hmac.compare_digest(given, kept) and receipt.read_code(code) else None


def _hash(number: str, code: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", code.encode(), number.encode(), ROUNDS, dklen=16).hex()
