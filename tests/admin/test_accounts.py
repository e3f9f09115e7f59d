"""Staff accounts in the admin."""

import pytest
from django.urls import reverse

from reports.models import Account
from reports.services import reports
from tests.admin.pages import signed_in
from tests.factories import make_account, make_agency

pytestmark = pytest.mark.django_db


def delete(client, account):
    return client.post(reverse("admin:reports_account_delete", args=[account.pk]), {"post": "yes"})


def test_an_account_that_did_something_is_not_deleted():
    li, wang, idle = make_account("li"), make_account("wang"), make_account("nobody")
    wang.is_superuser = True
    wang.save()
    client = signed_in("wang")
    client.post(
        reverse("admin:reports_agency_add"), {"name": "示例局", "level": "city", "kind": "department"}
    )
    reports.create(by=li, agency=make_agency("另一局"), year=2020, title="示例")
    client.force_login(make_account("root", has_every_role=True))
    assert delete(client, wang).status_code == 403
    assert delete(client, li).status_code == 403 or Account.objects.filter(pk=li.pk).exists()
    delete(client, idle)
    assert set(Account.objects.values_list("username", flat=True)) == {"li", "wang", "root"}
