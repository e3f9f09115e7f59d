"""Nobody reaches beyond their agencies: by no address, hand-made form or lookup; attempts are noted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from reports.admin.scope import CHOICES, ScopedAdmin
from reports.domain.roles import Action, Role
from reports.models import (
    Account,
    Agency,
    DocumentFile,
    Event,
    FeedSource,
    HandIn,
    Letter,
    Report,
    Wording,
    Workday,
)
from reports.queries import access
from reports.services import casefiles, denials, events, files
from reports.services.documents import FileEdit, NewFile
from tests.admin import doors_cases, doors_documents, doors_tables
from tests.admin.doors import ROWS, draft
from tests.admin.pages import signed_in, text
from tests.casefactories import make_application
from tests.factories import make_account, make_agency, make_document, make_report

pytestmark = pytest.mark.django_db


def of_own(*roles: str) -> tuple[Client, Agency, Agency]:
    """王's browser with those roles (none: all) at their own agency; that agency; another."""
    own, other = make_agency("甲局", slug="jia"), make_agency("乙局", slug="yi")
    wang = make_account("wang", *(roles or Role), agency=own)
    client = Client()
    client.force_login(wang)
    return client, own, other


def test_every_registered_admin_is_limited() -> None:
    assert [model for model, one in admin.site._registry.items() if not isinstance(one, ScopedAdmin)] == []


def test_every_relation_that_is_chosen_says_who_may_choose() -> None:
    offered = {
        f"{model._meta.model_name}.{name}"
        for model, one in admin.site._registry.items()
        for name in one.autocomplete_fields
    }
    offered |= {
        f"{inline.model._meta.model_name}.{name}"
        for one in admin.site._registry.values()
        for inline in one.inlines
        for name in inline.autocomplete_fields
    }
    assert offered and offered <= set(CHOICES)


def addresses() -> list[str]:
    """The names of all pages of the admin about one thing."""
    found: list[str] = []

    def walk(patterns: list[URLPattern | URLResolver]) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns)
            elif "object_id" in str(pattern.pattern) and pattern.name:
                found.append(pattern.name)

    walk([one for one in get_resolver().url_patterns[0].url_patterns if one.namespace == "admin"])
    return sorted(set(found))


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_opens_what_belongs_to_another_agency(method: str) -> None:
    client, _own, other = of_own()
    report = draft(other)
    source = files.keep_source(report=report, data=b"text", name="a.txt")
    attachment = files.attach(report=report, data=b"text", name="a.txt", title="a")
    handed_in = HandIn.objects.create(
        report=report, to=other, number="1", at=timezone.now(), by=make_account("zhao")
    )
    case = make_application(agency=other)
    paper = casefiles.keep(case, role="uploaded", name="a.txt", kind="txt", data=b"text", by=None)
    theirs = {
        "report": report.pk,
        "agency": other.pk,
        "account": make_account("zhou", "editor", agency=other).pk,
        "event": events.record("edited", by=None, subject=report).pk,
        "document": make_document(agency=other, files=FileEdit([NewFile("附件".encode(), "a.txt")])).pk,
        "category": doors_documents.column(other).pk,
        "application": case.pk,
        "dispute": doors_cases.dispute(other).pk,
        "pagefault": doors_tables.fault(other).pk,
        "workday": Workday.objects.create(day=date(2027, 2, 6), is_worked=True, by=make_account("chen")).pk,
        "feedsource": FeedSource.objects.create(address="https://xian.example.gov.cn").pk,
        "letter": Letter.objects.create(
            agency=other, application=case, code="other", title="告知书", created_by=make_account("chen")
        ).pk,
        "wording": Wording.objects.create(
            agency=other, code="number", text="告", updated_by=make_account("chen")
        ).pk,
    }
    kept = DocumentFile.objects.get()
    tried = addresses()
    assert {"reports_report_change", "reports_report_publish", "reports_account_delete"} <= set(tried)
    for name in tried:
        model, page = name.split("_", 2)[1:] if name.startswith("reports_") else (name, "")
        assert model in theirs, f"give {name} an id of another agency here"
        rest = {
            "paper": [paper.pk],
            "takeback": [paper.pk],
            "step": ["answer"],
            "strike": [case.steps.get(kind="accept").pk],
            "source": [source.pk],
            "attachment": [attachment.pk],
            "receipt": [handed_in.pk],
            "file": [kept.pk],
            "picture": [kept.pk],
        }.get(page, [])
        rest = ["pdf"] if name == "reports_letter_file" else rest
        for pk in (theirs[model], 10**9):
            answer = getattr(client, method)(reverse(f"admin:{name}", args=[pk, *rest]))
            assert answer.status_code == 404, (name, answer.status_code)
    report.refresh_from_db()
    assert (report.state, report.version) == ("draft", 0)


def test_an_id_that_is_anothers_and_one_that_is_nobodys_look_the_same() -> None:
    client, _own, other = of_own("editor")
    address = "admin:reports_report_change"
    pk, none = str(draft(other).pk), str(10**9)
    theirs, nobodys = (client.get(reverse(address, args=[one])) for one in (pk, none))
    assert theirs.status_code == nobodys.status_code == 404
    assert text(theirs).replace(f"/{pk}/", f"/{none}/") == text(nobodys)


def test_a_file_is_not_opened_through_a_report_of_ones_own() -> None:
    client, own, other = of_own("editor")
    theirs = files.keep_source(report=draft(other), data=b"text", name="a.txt")
    address = reverse("admin:reports_report_source", args=[draft(own).pk, theirs.pk])
    assert client.get(address).status_code == 404


def test_a_draft_is_not_moved_to_another_agency() -> None:
    client, own, other = of_own("editor")
    report = draft(own)
    form = {"agency": str(other.pk), "year": "2011", "kind": "own", "title": "新", "_version": "0", **ROWS}
    answer = client.post(reverse("admin:reports_report_change", args=[report.pk]), form)
    report.refresh_from_db()
    assert answer.status_code == 200 and "agency" in answer.context["adminform"].form.errors
    assert report.agency == own


def test_chapters_of_another_report_are_not_touched_through_ones_own() -> None:
    client, own, other = of_own("editor")
    report, theirs = draft(own), draft(other)
    chapter = theirs.chapters.first()
    form = {"agency": str(own.pk), "year": "2011", "kind": "own", "title": "新", "_version": "0", **ROWS}
    form |= {"chapters-TOTAL_FORMS": "1", "chapters-INITIAL_FORMS": "1", "chapters-0-id": str(chapter.pk)}
    form |= {"chapters-0-report": str(report.pk), "chapters-0-text": "改写", "chapters-0-heading": "改"}
    client.post(reverse("admin:reports_report_change", args=[report.pk]), form)
    chapter.refresh_from_db()
    assert chapter.report == theirs and chapter.text == "第一章的文字。"


@pytest.mark.parametrize(
    "lookup",
    [
        "agency__appointments__account__username__startswith",
        "created_by__password__startswith",
        "chapters__text__contains",
        "agency__parent__name",
    ],
)
def test_a_list_answers_no_question_of_ones_own_making(lookup: str) -> None:
    client, own, _other = of_own()
    draft(own)
    assert client.get(reverse("admin:reports_report_changelist"), {lookup: "a"}).status_code == 400


def test_a_relation_that_nobody_named_offers_nothing() -> None:
    client, _own, _other = of_own()
    query = {"app_label": "reports", "model_name": "event", "field_name": "agency", "term": "甲"}
    answer = client.get(reverse("admin:autocomplete"), query)
    assert answer.status_code == 403 or answer.json()["results"] == []
    query |= {"model_name": "report", "field_name": "created_by"}
    answer = client.get(reverse("admin:autocomplete"), query)
    assert answer.status_code == 403 or answer.json()["results"] == []


def test_an_editor_here_and_supervisor_there_writes_only_here() -> None:
    client, own, other = of_own("editor")
    make_account("wang", "supervisor", agency=other)
    query = {"app_label": "reports", "model_name": "report", "field_name": "agency", "term": "局"}
    found = client.get(reverse("admin:autocomplete"), query).json()["results"]
    assert [one["id"] for one in found] == [str(own.pk)]
    seen = client.get(reverse("admin:autocomplete"), query | {"for": "filter"}).json()["results"]
    assert {one["id"] for one in seen} == {str(own.pk), str(other.pk)}
    assert client.get(reverse("admin:reports_report_change", args=[draft(other).pk])).status_code == 200
    form = {"agency": str(other.pk), "year": "2012", "kind": "own", **ROWS}
    client.post(reverse("admin:reports_report_add"), form)
    assert not Report.objects.filter(year=2012).exists()


def test_rights_end_with_the_appointment_and_with_the_account() -> None:
    client, own, _other = of_own("editor")
    address = reverse("admin:reports_report_change", args=[draft(own).pk])
    assert client.get(address).status_code == 200
    wang = Account.objects.get(username="wang")
    wang.appointments.all().delete()
    assert client.get(address).status_code == 404
    make_account("wang", "editor", agency=own)
    Account.objects.filter(pk=wang.pk).update(is_active=False)
    assert client.get(address).status_code == 302


def test_what_belongs_to_no_agency_is_seen_by_those_who_see_all() -> None:
    event = events.record("signed_in", by=None, kind="door")
    client, _own, _other = of_own("auditor")
    address = reverse("admin:reports_event_change", args=[event.pk])
    assert client.get(address).status_code == 404
    assert signed_in("li", "auditor").get(address).status_code == 200
    wang = Account.objects.get(username="wang")
    assert access.may(wang, Action.VIEW_EVENT) and not access.may(wang, Action.VIEW_EVENT, None)


# What is noted of those who were turned away


def denied() -> list[tuple[str, str, str]]:
    rows = Event.objects.filter(act="denied").values_list("by__username", "reason", "agency__name")
    return [(who, address, agency or "") for who, address, agency in rows]


def test_being_turned_away_is_noted_with_whose_it_was() -> None:
    client, own, other = of_own("reviewer")
    theirs, mine = draft(other), draft(own)
    client.get(reverse("admin:reports_report_change", args=[theirs.pk]), {"secret": "x"})
    client.post(reverse("admin:reports_report_delete", args=[mine.pk]), {"post": "yes"})
    client.get(reverse("admin:reports_account_changelist"))
    assert denied() == [
        ("wang", f"GET /admin/reports/report/{theirs.pk}/change/", "乙局"),
        ("wang", f"POST /admin/reports/report/{mine.pk}/delete/", ""),
        ("wang", "GET /admin/reports/account/", ""),
    ]


def test_the_same_address_is_noted_once_a_minute() -> None:
    client, _own, other = of_own("editor")
    address = reverse("admin:reports_report_change", args=[draft(other).pk])
    for _attempt in range(3):
        client.get(address)
    assert len(denied()) == 1
    cache.clear()
    client.get(address)
    assert len(denied()) == 2


def test_trying_ids_one_after_another_does_not_flood_the_log() -> None:
    client, _own, _other = of_own("editor")
    for number in range(25):
        client.get(reverse("admin:reports_report_change", args=[10**6 + number]))
    assert len(denied()) == denials.MOST == 20


def test_strangers_and_pages_that_are_simply_not_there_are_not_noted() -> None:
    Client().get(reverse("admin:reports_report_changelist"))
    client, _own, _other = of_own("editor")
    client.get("/admin/nothing/")
    client.get("/reports/nobody/2016/")
    assert denied() == []


HAND_MADE = (
    *("password__startswith=md5", "password__regex=^m", "email=a", "appointments=1", "last_login__isnull=1"),
    *(
        "id__in=1",
        "created_by__password__startswith=a",
        "agency__parent__name__startswith=a",
        "digest__regex=(",
    ),
    *("sequence__in=99999999999999999999", "at__year=99999999999", "at__month=13&at__year=2020", "at__gte=x"),
    *("reports=1", "changes__a=1", "utm_source=x"),
)


@pytest.mark.parametrize("model", ["account", "event", "report", "agency"])
@pytest.mark.parametrize("query", HAND_MADE)
def test_no_list_is_narrowed_by_what_its_page_does_not_offer(model: str, query: str) -> None:
    client, own, _other = of_own()
    victim = make_account("zhou", "editor", agency=own)
    victim.set_password("lantern-orbit-velvet-canoe")
    victim.save()
    address = reverse(f"admin:reports_{model}_changelist")
    answer = client.get(f"{address}?{query}")
    assert answer.status_code == 400 or (answer.status_code, answer["Location"]) == (302, f"{address}?e=1")


@pytest.mark.parametrize(
    "query",
    ["act__exact=edited", "subject_kind=report", "at__year=2026", "at__year=2026&at__month=11&at__day=2"],
)
def test_what_the_page_of_the_log_offers_narrows_it(query: str) -> None:
    client, _own, _other = of_own()
    assert client.get(f"{reverse('admin:reports_event_changelist')}?{query}").status_code == 200


def test_the_worst_is_answered_at_once() -> None:
    started = timezone.now()
    client, _own, _other = of_own("editor")
    for hostile in ("0", "-1", "9" * 400, "<script>", "1' OR 1=1--", "%00", "1_2F2"):
        assert client.get(f"/admin/reports/report/{hostile}/change/").status_code == 404
    assert timezone.now() - started < timedelta(seconds=30)
    assert make_report(state="draft").version == 0


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/admin/reports/report/%00/change/", 404),
        ("/en/admin/reports/event/%00/change/", 404),
        ("/admin/reports/report/?state=%00", 400),
        ("/en/admin/reports/event/?act__exact=edited%00", 400),
        ("/admin/autocomplete/?app_label=reports&model_name=report&field_name=agency&term=%00", 400),
        ("/admin/reports/report/?%00=1", 400),
        ("/reports/?q=%00", 200),
        ("/agencies/%00/", 404),
    ],
)
def test_a_sign_that_no_key_makes_is_refused_before_any_database_sees_it(address: str, status: int) -> None:
    client, _own, _other = of_own()
    assert client.get(address).status_code == status
    assert denied() == []


def test_a_cookie_with_such_a_sign_is_refused_too() -> None:
    answer = Client().get("/admin/", HTTP_COOKIE='sessionid="aaaaaaaaaaaaaaaa\\000"')
    assert answer.status_code == 400
