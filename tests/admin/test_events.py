"""The log in the admin: who reads how much of it, in words, and takes a copy along that can be compared."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.core.management import call_command
from django.db import connection

from reports.domain.chain import GENESIS, Link, breaks
from reports.models import Event, appendonly
from reports.models.event import Act
from reports.queries import log
from reports.services import events
from tests.admin.door import prove
from tests.admin.pages import signed_in, text
from tests.factories import make_account, make_agency, make_report

pytestmark = pytest.mark.django_db
LIST = "/admin/reports/event/"


def make_events() -> None:
    own, other = make_agency(), make_agency("另一局", slug="other")
    chen = make_account("chen", "editor", agency=own)
    report = make_report(agency=own)
    events.record(Act.EDITED, by=chen, subject=report, changes={"statistics/1/year": ("4047", "4048")})
    events.record(Act.SENT_BACK, by=chen, subject=report, reason="=cmd|' /C calc'!A0")
    events.record(Act.EDITED, by=make_account("wang", "editor", agency=other), subject=other)
    events.record(Act.SIGN_IN_FAILED, by=None, kind="door")


def test_the_auditor_reads_everything_and_nobody_writes():
    make_events()
    client = signed_in("zhao", "auditor")
    page = text(client.get(LIST))
    assert page.count('<th class="field-sequence">') == 4
    assert "chen" in page and "编辑" in page and "未登录" in page
    first = Event.objects.first()
    assert "4048" in text(client.get(f"{LIST}{first.pk}/change/"))
    assert client.get(f"{LIST}add/").status_code == 403
    for act in ("change", "delete"):
        assert client.post(f"{LIST}{first.pk}/{act}/", {"act": "created", "post": "yes"}).status_code in (
            200,
            403,
            405,
        )
    first.refresh_from_db()
    assert first.act == "edited" and Event.objects.filter(pk=first.pk).exists()


def test_an_auditor_of_one_agency_reads_that_agency_alone():
    make_events()
    zhao = make_account("zhao", "auditor", agency=make_agency())
    client = signed_in("zhao")
    assert list(log.seen_by(zhao).values_list("act", flat=True)) == ["edited", "sent_back"]
    assert text(client.get(LIST)).count('<th class="field-sequence">') == 2
    foreign = Event.objects.get(subject_kind="agency")
    assert client.get(f"{LIST}{foreign.pk}/change/").status_code == 404


@pytest.mark.parametrize("role", ["editor", "reviewer", "publisher", "supervisor", "system_administrator"])
def test_nobody_else_reads_the_log(role):
    make_events()
    client = signed_in("zhao", role)
    assert client.get(LIST).status_code == 403
    assert client.post(f"{LIST}export/").status_code == 403


def test_an_export_is_a_copy_that_can_be_verified_and_is_itself_recorded():
    make_events()
    client = signed_in("zhao", "auditor")
    asked = client.post(f"{LIST}export/")
    assert asked.status_code == 302 and not Event.objects.filter(act="exported").exists()
    prove(client)
    assert "将导出 4 条记录" in text(client.get(f"{LIST}export/"))
    response = client.post(f"{LIST}export/")
    rows = list(csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    assert [row["act"] for row in rows] == ["edited", "sent_back", "edited", "sign_in_failed"]
    assert rows[1]["reason"] == "'=cmd|' /C calc'!A0"
    assert json.loads(rows[0]["changes"]) == {"statistics/1/year": ["4047", "4048"]}
    assert rows[0]["previous"] == GENESIS and rows[1]["previous"] == rows[0]["digest"]
    assert Event.objects.last().act == "exported"
    narrowed = b"".join(client.post(f"{LIST}export/?act__exact=sent_back")).decode("utf-8-sig")
    assert len(narrowed.splitlines()) == 2


@pytest.mark.parametrize(
    "query",
    ["act__exact=nothing", "q=%3Cscript%3E", "q=' OR 1=1 --", "p=99999999999999999999", "at__year=abc"],
)
def test_a_filter_that_is_none_does_no_harm(query):
    make_events()
    response = signed_in("zhao", "auditor").get(f"{LIST}?{query}")
    assert response.status_code in (200, 302)


def test_the_chain_tells_what_was_altered_and_what_is_missing(capsys):
    make_events()
    call_command("verify_log")
    assert "All 4 entries of the log hold." in capsys.readouterr().out
    with appendonly.lifted(connection):
        Event.objects.filter(sequence=2).update(reason="别的理由")
        Event.objects.filter(sequence=3).delete()
    assert [(found.sequence, found.reason) for found in log.faults()] == [(2, "altered"), (3, "missing")]
    with pytest.raises(SystemExit):
        call_command("verify_log")
    assert "Entry 3 is missing." in capsys.readouterr().out


def test_every_table_that_only_grows_is_guarded_after_all_migrations():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        found = {row[0] for row in cursor.fetchall()}
    for table in appendonly.TABLES:
        assert {f"{table}_keeps_update", f"{table}_keeps_delete"} <= found


def test_a_link_holds_everything_an_event_says():
    make_events()
    event = Event.objects.first()
    for field in ("act", "role", "subject_name", "reason", "changes", "at", "address", "by", "agency"):
        altered = Link(1, {**event.hashed, field: "x"}, event.previous, event.digest)
        assert [found.reason for found in breaks([altered])] == ["altered"]


def test_the_history_page_tells_what_was_done_in_words():
    agency = make_agency()
    chief = make_account("zhao", "agency_administrator", agency=agency)
    events.record(Act.SWITCHED, by=chief, subject=agency, reason="只有两人")
    page = text(signed_in("zhao").get(f"/admin/reports/agency/{agency.pk}/history/"))
    assert "一人发布设置变更" in page and "只有两人" in page and "机构管理员" in page


def test_more_entries_cost_no_more_queries(django_assert_max_num_queries):
    make_events()
    client = signed_in("zhao", "auditor")
    client.get(LIST)
    with django_assert_max_num_queries(12):
        client.get(LIST)
    for _ in range(30):
        events.record(Act.EDITED, by=make_account("chen"), subject=make_agency())
    with django_assert_max_num_queries(12):
        client.get(LIST)


@pytest.mark.parametrize(
    "query", ["foo=bar", "by__password__startswith=a", "sequence__in=1", "at__year=99999999999"]
)
def test_an_export_is_narrowed_by_nothing_but_the_filters_of_the_list(query):
    make_events()
    client = signed_in("zhao", "auditor")
    prove(client)
    for answer in (client.get(f"{LIST}export/?{query}"), client.post(f"{LIST}export/?{query}")):
        is_led_back = (answer.status_code, answer.headers.get("Location")) == (302, f"{LIST}?e=1")
        assert is_led_back or answer.status_code == 400
