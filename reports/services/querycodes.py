"""Query codes: what, with the receipt number, opens a case to its applicant. Only their hashes are kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from reports.domain.casework import receipt
from reports.models import Application

ROUNDS = 10_000
"""Of PBKDF2 for a query code: 60 bits, some milliseconds a try, and few tries (services/throttle)."""


def renew_query_code(application: Application) -> str:
    """A new query code; the former opens nothing any more. Returns it, as it is never stored."""
    code = receipt.new_code(secrets.choice)
    application.query_code_hash = _hash(application.number, code)
    application.save(update_fields=["query_code_hash"])
    return code


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
