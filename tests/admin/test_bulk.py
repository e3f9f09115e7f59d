"""Acts on many reports of the list: shown first, done one by one, each refusal told, nothing published."""

import pytest
from django.test import Client

from reports.models import Agency, HandIn, Report
from reports.services import handins, reports
from tests.admin.pages import fields, signed_in, text
from tests.factories import make_account, make_agency, make_publisher, make_report, make_writer, seed_figures

pytestmark = pytest.mark.django_db
LIST = "/admin/reports/report/"
TICK = "_selected_action"


@pytest.fixture
def city() -> Agency:
    return make_agency("示例市人民政府", slug="shi", kind="government")


def tick(client, act, *ticked, **more):
    sent = {"action": act, TICK: [report.pk for report in ticked], **more}
    return client.post(LIST, sent)


def confirmed(client, act, *ticked):
    versions = {f"version-{report.pk}": report.version for report in ticked}
    answer = tick(client, act, *ticked, _do="1", **versions)
    assert answer.status_code == 302, text(answer)
    return text(client.get(answer["Location"]))


def states(*rows):
    return [Report.objects.get(pk=row.pk).state for row in rows]


def test_drafts_are_shown_first_and_then_submitted(city):
    one, two = (make_report(state="draft", year=year, title=str(year)) for year in (2015, 2016))
    client = signed_in("chen", "editor")
    page = tick(client, "submit_selected", one, two)
    assert "尚未办理" in text(page) and states(one, two) == ["draft", "draft"]
    sent = fields(page, "")
    assert sent["action"] == "submit_selected"
    told = confirmed(client, "submit_selected", one)
    assert "1 项已办理" in told and states(one, two) == ["in_review", "draft"]


def test_one_refusal_is_told_and_stops_no_other(city):
    good = make_report(state="draft", year=2016, title="可以", figures=seed_figures())
    empty = make_report(state="draft", year=2015, form_id="", title="空白")
    empty.chapters.all().delete()
    changed = make_report(state="draft", year=2014, title="已变")
    client = signed_in("chen", "editor")
    reports.revise(report=Report(pk=changed.pk), by=make_writer(), fields={"title": "已变之后"})
    told = confirmed(client, "submit_selected", empty, changed, good)
    assert states(empty, changed, good) == ["draft", "draft", "in_review"]
    assert "2 项未能办理" in told and "空白</a>: " in told and "已变之后</a>: " in told


def test_what_would_be_refused_is_left_out_with_its_reason_before(city):
    public = make_report(year=2013, title="公开的")
    wrong = make_report(state="draft", year=2012, title="不符", checks_failed=1)
    page = text(tick(signed_in("chen", "editor"), "submit_selected", public, wrong))
    assert "不是草稿：" in page and "没有作出说明" in page
    assert f'value="{public.pk}"' not in page and 'name="_do"' not in page


def test_reports_are_handed_in_together_a_receipt_each(city):
    body = make_agency("示例市文化局", slug="culture", parent=city)
    one, two = (make_report(agency=body, year=year, form_id="", title=str(year)) for year in (2023, 2024))
    top = make_report(agency=city, year=2024, form_id="", title="政府")
    zhao = signed_in("zhao", "publisher")
    handins.hand_in(report=two, by=make_publisher())
    page = text(tick(zhao, "hand_in_selected", one, two, top))
    assert "已经报送" in page and "没有上级机构" in page
    told = confirmed(zhao, "hand_in_selected", one, two)
    assert "1 项已办理" in told and "1 项未能办理" in told
    assert HandIn.objects.count() == 2


def test_each_act_is_offered_to_those_who_may_and_none_publishes_or_deletes(city):
    report = make_report(state="draft")
    for roles, offered in (
        (("editor",), {"submit_selected"}),
        (("publisher",), {"hand_in_selected"}),
        (("reviewer", "auditor", "supervisor"), set()),
    ):
        client = signed_in("-".join(roles), *roles)
        answer = client.get(LIST)
        form = answer.context["action_form"]
        found = {name for name, _words in form.fields["action"].choices if name} if form else set()
        assert found == offered
        for act in ("submit_selected", "hand_in_selected", "publish_selected", "delete_selected"):
            if act not in offered:
                tick(client, act, report, _do="1", **{f"version-{report.pk}": 0})
    assert states(report) == ["draft"] and not HandIn.objects.exists()


def test_another_agencys_reports_are_not_reached_by_their_ids(city):
    own, other = make_agency("甲局", slug="a"), make_agency("乙局", slug="b")
    report = make_report(agency=other, state="draft")
    client = Client()
    client.force_login(make_account("wang", "editor", agency=own))
    tick(client, "submit_selected", report, _do="1", **{f"version-{report.pk}": 0})
    assert states(report) == ["draft"]


@pytest.mark.parametrize("ids", [["x"], ["9" * 40], ["'"], []])
def test_ids_that_are_none_do_no_harm(city, ids):
    client = signed_in("chen", "editor")
    answer = client.post(LIST, {"action": "submit_selected", TICK: ids, "_do": "1"}, follow=True)
    assert answer.status_code == 200


def test_the_outcome_page_is_empty_without_an_act_and_foreign_to_others(city):
    assert signed_in("chen", "editor").get("/admin/outcome/").status_code == 302
