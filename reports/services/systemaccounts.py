"""The portal's own accounts: without a password, never signed in. Their rights: `queries.powers`."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reports.models import Account
from reports.queries.powers import SYSTEM, is_system
from reports.services.revisions import Refused


def account(name: str) -> Account:
    """The portal's own account of that name, made when it is first needed.

    Raises KeyError for a name that is none; Refused where a person uses an account of that name.
    """
    if name not in SYSTEM:
        raise KeyError(name)
    found, is_new = Account.objects.get_or_create(
        username=name, defaults={"is_active": False, "is_staff": False}
    )
    if is_new:
        found.set_unusable_password()
        found.save(update_fields=["password"])
    if not is_system(found):
        raise Refused(
            _("The account “%(name)s” belongs to the portal itself. Rename the one a person uses.")
            % {"name": name}
        )
    return found
