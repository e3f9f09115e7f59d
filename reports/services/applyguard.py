"""What keeps machines from flooding an agency with applications, and lets every person through.

Limits by network and by agency; where something looks like a machine, a question in words, which a blind
person answers as easily as anyone. Nothing is asked of a third party, and nobody's address is kept.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Mapping
from datetime import timedelta

from django.core import signing
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.models import Agency
from reports.services import throttle
from reports.services.throttle import Limit

HOUR = timedelta(hours=1)
SAVES = Limit("apply-saves", 600, HOUR)
"""Every time a form is sent, saved by itself or reviewed."""
BEGINNINGS = Limit("apply-begins", 60, HOUR)
FILES = Limit("apply-files", 100, HOUR)
LOOKS = Limit("apply-looks", 120, timedelta(minutes=10))
"""Of the search for what is public already, while somebody types."""
SENDS = Limit("apply-sends", 20, HOUR)
MANY_SENDS = 3
"""Sent from one network within the hour: from then on the question is asked."""
TO_AGENCY = Limit("apply-agency", 300, HOUR)
BUSY_AGENCY = Limit("apply-agency-busy", 60, HOUR)
"""Applications to one agency within the hour: from then on everybody is asked the question."""
LOST = Limit("apply-lost", 10, HOUR)
LOST_OF_CASE = Limit("apply-lost-case", 3, timedelta(days=1))
SHORTEST = timedelta(seconds=8)
"""Nobody reads and fills in the form faster."""
TRAP = "website"
"""A field that no person sees."""
_SALT = "reports.applyguard"

_WORDS: Mapping[int, Promise] = {
    1: gettext_lazy("one"),
    2: gettext_lazy("two"),
    3: gettext_lazy("three"),
    4: gettext_lazy("four"),
    5: gettext_lazy("five"),
    6: gettext_lazy("six"),
    7: gettext_lazy("seven"),
    8: gettext_lazy("eight"),
    9: gettext_lazy("nine"),
}
_CHINESE = "零一二三四五六七八九十"
_ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def new_stamp() -> str:
    """When a form was opened, signed; it also tells one filled-in form from another."""
    return signing.dumps([int(timezone.now().timestamp()), secrets.token_hex(6)], salt=_SALT)


def is_stamp(text: str) -> bool:
    """Whether it is one of ours."""
    return _opened_at(text) is not None


def is_suspect(request: HttpRequest, agency: Agency, answers: Mapping[str, str]) -> bool:
    """Whether the question is asked before this is sent; counts nothing."""
    opened_at = _opened_at(answers.get("stamp", ""))
    is_quick = opened_at is None or timezone.now().timestamp() - opened_at < SHORTEST.total_seconds()
    return (
        is_quick
        or bool(answers.get(TRAP))
        or throttle.tries(SENDS, request) >= MANY_SENDS
        or throttle.tries_for(BUSY_AGENCY, f"agency {agency.pk}") >= BUSY_AGENCY.most
    )


def may_send(request: HttpRequest, agency: Agency) -> bool:
    """Counts one sending; False where the network or the agency has had too many."""
    throttle.passes_for(BUSY_AGENCY, f"agency {agency.pk}")
    return throttle.passes(SENDS, request) and throttle.passes_for(TO_AGENCY, f"agency {agency.pk}")


def new_question() -> str:
    """A sum of two small numbers, sealed from change: what the hidden field beside the question holds."""
    return signing.dumps(
        [secrets.randbelow(5) + 1, secrets.randbelow(5) + 1, secrets.token_hex(4)], salt=_SALT
    )


def question(sealed: str) -> str:
    """The question in words of the reader's language."""
    first, second, _mark = signing.loads(sealed, salt=_SALT)
    return _("How much is %(first)s plus %(second)s?") % {
        "first": _WORDS[first],
        "second": _WORDS[second],
    }


def is_answered(sealed: str, typed: str) -> bool:
    """Whether the answer is right: figures of any width, Chinese or English words. A question holds once."""
    try:
        first, second, mark = signing.loads(sealed, salt=_SALT, max_age=3600)
    except (signing.BadSignature, ValueError):
        return False
    if not throttle.passes_for(Limit("apply-question", 1, HOUR), mark):
        return False
    plain = unicodedata.normalize("NFKC", typed[:20]).strip(" 。.").casefold()
    total = first + second
    return plain in {str(total), _CHINESE[total], _ENGLISH[total]}


def _opened_at(stamp: str) -> int | None:
    try:
        found = signing.loads(stamp, salt=_SALT)
    except signing.BadSignature:
        return None
    return found[0] if isinstance(found, list) and len(found) == 2 else None
