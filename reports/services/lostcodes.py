"""A new query code for who lost theirs: sent to the contact given in the application, told to nobody else."""

from __future__ import annotations

from django.db import transaction

from reports.models import Application
from reports.models.encrypted import keyed_indexes
from reports.services import applyguard, notices, throttle


@transaction.atomic
def ask(number: str, email: str) -> None:
    """Queues the message with a new code if that case gave that address; says nothing either way.

    The code is made when the message is sent; until then the former one stays. At most LOST_OF_CASE times a
    day for one number and address: who asks with a wrong address keeps nobody from asking with the right one.
    """
    if not throttle.passes_for(applyguard.LOST_OF_CASE, number, about=email.casefold()):
        return
    fitting = Application.objects.filter(applicant__email_index__in=keyed_indexes(email, "email"))
    case = fitting.filter(number=number).select_related("applicant").first()
    if case is not None:
        notices.queue(case, notices.NEW_CODE)
