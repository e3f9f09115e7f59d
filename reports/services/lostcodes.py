"""A new query code for who lost theirs: sent to the contact given in the application, told to nobody else."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django_tasks import task

from reports.models import Application
from reports.models.encrypted import keyed_indexes
from reports.services import applyguard, notices, throttle


def ask(number: str, email: str) -> None:
    """Queues the look for that case and address, whatever there is: neither answer nor time tells.

    At most LOST_OF_CASE times a day for one number and address: who asks with a wrong address keeps nobody
    from asking with the right one.
    """
    if throttle.passes_for(applyguard.LOST_OF_CASE, number, about=email.casefold()):
        look.enqueue(number, keyed_indexes(email, "email"))


@task()
def look(number: str, indexes: Sequence[str]) -> bool:
    """Queues the message with a new code where that case gave that address, by its keyed indexes.

    The code is made when the message is sent; until then the former one stays.
    """
    with transaction.atomic():
        fitting = Application.objects.filter(applicant__email_index__in=indexes, number=number)
        case = fitting.select_related("applicant").first()
        return case is not None and notices.queue(case, notices.NEW_CODE) is not None
