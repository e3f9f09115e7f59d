"""The list of cases and the search: the urgent first, masked, nobody's number in an address."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from reports.domain.casework.steps import StepKind
from reports.models import Application
from reports.services import casework
from tests.admin.caseclerk import MONDAY, clerk, filed, stop_clock
from tests.admin.pages import text
from tests.casefactories import WHO
from tests.factories import make_agency

pytestmark = pytest.mark.django_db
LIST = "admin:reports_application_changelist"
FIND = "admin:reports_application_find"


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


def listed(client: Client, **query: str) -> list[Application]:
    return list(client.get(reverse(LIST), query).context["cl"].result_list)


def test_open_cases_come_first_those_without_a_day_and_the_most_urgent_before_the_others() -> None:
    client, _sun, agency = clerk()
    later = filed(agency, arrived_on=date(2024, 7, 8), received_on=date(2024, 7, 8))
    urgent = filed(agency, arrived_on=date(2024, 6, 17), received_on=date(2024, 6, 17))
    unconfirmed = filed(agency, received_on=None)
    ended = filed(agency)
    casework.perform(ended, StepKind.WITHDRAW, by=_sun, on=date(2024, 7, 2), today=MONDAY)
    assert listed(client) == [unconfirmed, urgent, later]
    assert set(listed(client, state="all")) == {later, urgent, unconfirmed, ended}
    assert listed(client, state="withdrawn") == [ended]


def test_a_line_tells_the_due_day_and_the_working_days_left_and_masks_the_applicant() -> None:
    client, _sun, agency = clerk()
    filed(agency)  # due on Monday 29 July: ten working days after 15 July
    filed(agency, arrived_on=date(2024, 6, 14), received_on=date(2024, 6, 14))  # due on Friday 12 July
    page = text(client.get(reverse(LIST)))
    assert "2024-07-29" in page and "剩余10个工作日" in page
    assert "2024-07-12" in page and "超期1个工作日" in page
    assert "林**" in page
    assert not any(WHO[name] in page for name in ("name", "identity_number", "telephone", "email", "address"))


def test_a_paused_case_does_not_count_the_days_it_stands() -> None:
    client, sun, agency = clerk()
    case = filed(agency)
    detail = {"party": "third_party"}
    casework.perform(
        case, StepKind.CONSULT, by=sun, on=date(2024, 7, 12), today=MONDAY, ref="C1", detail=detail
    )
    # Nine days had run to the 12th; the pause lasts to 2 August, then eleven: 5–9, 12–16, 19 August.
    page = text(client.get(reverse(LIST)))
    assert "2024-08-19" in page and "剩余11个工作日" in page and "停止计算" in page


@pytest.mark.parametrize(
    ("due", "received_on"),
    [
        ("overdue", date(2024, 6, 14)),  # due 12 July, the Friday before
        ("today", date(2024, 6, 17)),  # due 15 July
        ("soon", date(2024, 6, 18)),  # due 16 July
        ("soon", date(2024, 6, 20)),  # due 18 July
        ("week", date(2024, 6, 21)),  # due 19 July, the Friday of this week
        ("later", date(2024, 6, 24)),  # due 22 July, the Monday after
    ],
)
def test_each_filter_by_due_day_holds_what_it_says(due: str, received_on: date) -> None:
    client, _sun, agency = clerk()
    case = filed(agency, arrived_on=received_on, received_on=received_on)
    assert listed(client, due=due) == [case]
    others = {"overdue", "today", "soon", "later", "none"} - {due}
    assert not any(listed(client, due=one) for one in others)


def test_cases_are_narrowed_by_hand_state_party_kind_and_year() -> None:
    client, sun, agency = clerk()
    mine, other = filed(agency), filed(agency, kind="complaint")
    Application.objects.filter(pk=mine.pk).update(assigned_to=sun)
    assert listed(client, assigned="me") == [mine]
    assert listed(client, assigned="nobody") == [other]
    assert listed(client, kind__exact="complaint") == [other]
    assert set(listed(client, waits="us")) == {mine, other}
    assert listed(client, waits="applicant") == []
    assert set(listed(client, year="2024")) == {mine, other}
    assert listed(client, year="2023") == []


@pytest.mark.parametrize(
    "query", ["year=x", "year=99999", "assigned=1;drop", "agency=%27", "agency=9999999999999999999999"]
)
def test_a_filter_made_by_hand_breaks_nothing(query: str) -> None:
    client, *_rest = clerk()
    assert client.get(f"{reverse(LIST)}?{query}", follow=True).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "applicant__identity_index__startswith=a",
        "query_code_hash__gt=0",
        "assigned_to__password__startswith=a",
    ],
)
def test_no_address_asks_about_what_the_list_does_not_offer(query: str) -> None:
    client, _sun, agency = clerk()
    filed(agency)
    assert client.get(f"{reverse(LIST)}?{query}").status_code == 400


def test_the_list_costs_the_same_however_many_cases_there_are(django_assert_max_num_queries) -> None:
    client, _sun, agency = clerk()
    filed(agency)
    client.get(reverse(LIST))
    with django_assert_max_num_queries(40) as few:
        client.get(reverse(LIST))
    for _each in range(12):
        filed(agency)
    with django_assert_max_num_queries(len(few)):
        client.get(reverse(LIST))


@pytest.mark.parametrize("name", ["identity_number", "telephone", "email"])
def test_a_case_is_found_by_a_whole_number_of_its_applicant_and_by_no_part_of_it(name: str) -> None:
    client, _sun, agency = clerk()
    case, again = filed(agency), filed(agency)
    answer = client.post(reverse(FIND), {"text": f" {WHO[name]} "})
    assert case.number in text(answer) and again.number in text(answer)
    nothing = client.post(reverse(FIND), {"text": WHO[name][:-1]})
    assert case.number not in text(nothing) and "没有" in text(nothing)


def test_a_case_is_found_by_its_number_its_end_and_the_number_of_the_former_register() -> None:
    client, _sun, agency = clerk()
    case = filed(agency)
    Application.objects.filter(pk=case.pk).update(register_number="依申请〔2019〕7号")
    address = reverse("admin:reports_application_change", args=[case.pk])
    for typed in (case.number, case.number.replace("-", "－"), case.number[-5:], "依申请〔2019〕7号"):
        assert client.post(reverse(FIND), {"text": typed})["Location"] == address


def test_a_case_of_another_agency_is_not_found_by_anything() -> None:
    client, *_rest = clerk()
    theirs = filed(make_agency("乙局", slug="yi"))
    for typed in (theirs.number, theirs.number[-5:], WHO["identity_number"], WHO["telephone"], WHO["email"]):
        answer = client.post(reverse(FIND), {"text": typed})
        assert answer.status_code == 200 and answer.context["found"] == []


@pytest.mark.parametrize("typed", ["", "<script>alert(1)</script>", "'; drop table", "1" * 201, "\0"])
def test_a_hostile_search_finds_nothing_and_says_so(typed: str) -> None:
    client, _sun, agency = clerk()
    filed(agency)
    answer = client.post(reverse(FIND), {"text": typed})
    assert answer.status_code == 200 and "<script>alert" not in text(answer)


def test_nothing_searched_for_stands_in_an_address() -> None:
    client, _sun, agency = clerk()
    filed(agency)
    answer = client.get(reverse(FIND), {"text": WHO["telephone"]})
    assert answer.status_code == 200 and answer.context["found"] is None


def test_several_cases_are_given_to_somebody_after_they_were_shown() -> None:
    client, sun, agency = clerk()
    cases = [filed(agency), filed(agency)]
    form = {"action": "assign_selected", "_selected_action": [str(case.pk) for case in cases]}
    shown = client.post(reverse(LIST), form)
    assert all(case.number in text(shown) for case in cases)
    assert not Application.objects.filter(assigned_to=sun).exists()
    client.post(f"{reverse(LIST)}?state=all", {**form, "_do": "1", "to": str(sun.pk)})
    assert Application.objects.filter(assigned_to=sun).count() == 2


def test_receipt_of_several_is_confirmed_on_one_day_and_one_refusal_stops_no_other() -> None:
    client, _sun, agency = clerk()
    ready = filed(agency, received_on=None)
    done = filed(agency)
    late = filed(agency, arrived_on=date(2024, 7, 12), received_on=None)
    cases = [ready, done, late]
    form = {"action": "accept_selected", "_selected_action": [str(case.pk) for case in cases]}
    shown = client.post(reverse(LIST), form)
    assert [row for row, _why in shown.context["kept_back"]] == [done]
    sent = {
        **form,
        "_do": "1",
        "on": "2024-07-05",
        **{f"version-{one.pk}": str(one.version) for one in cases},
    }
    told = client.post(f"{reverse(LIST)}?state=all", sent, follow=True)
    ready.refresh_from_db(), late.refresh_from_db()
    assert ready.received_on == date(2024, 7, 5)
    assert late.received_on is None and late.number in text(told)


def test_somebody_who_handles_nothing_there_is_not_given_a_case() -> None:
    client, _sun, agency = clerk()
    _other, wang, _yi = clerk("wang", make_agency("乙局", slug="yi"))
    case = filed(agency)
    form = {"action": "assign_selected", "_selected_action": str(case.pk), "_do": "1", "to": str(wang.pk)}
    assert client.post(f"{reverse(LIST)}?state=all", form).status_code == 200
    case.refresh_from_db()
    assert case.assigned_to is None
