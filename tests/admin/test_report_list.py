"""The list of reports a clerk works from."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from reports.models import Report
from tests.admin.pages import CLERK, signed_in, text
from tests.factories import make_agency, make_report

pytestmark = pytest.mark.django_db
NOON = datetime(2016, 3, 1, 12, tzinfo=UTC)
LIST = "admin:reports_report_changelist"


def titles(client, **query):
    answer = client.get(reverse(LIST), query)
    assert answer.status_code == 200, answer
    return {report.title for report in answer.context["cl"].result_list}


@pytest.fixture
def shelf():
    police, culture = make_agency(slug="police"), make_agency("示例市文化局", slug="culture")
    make_report(agency=police, year=2016, title="standing")
    make_report(agency=police, year=2015, title="replaced", revision=1)
    Report.objects.filter(title="replaced").update(superseded_at=NOON)
    make_report(agency=police, year=2015, title="corrected", revision=2)
    make_report(agency=culture, year=2016, title="failing", state="draft", checks_failed=2)
    make_report(
        agency=culture,
        year=2022,
        title="explained",
        checks_failed=1,
        explanation="因",
        form_id="national-2021",
    )
    make_report(agency=culture, year=2023, title="roll", kind="roll_up", form_id="", state="in_review")
    return police


def test_it_is_narrowed_by_state_year_agency_form_kind_and_checks(shelf):
    client = signed_in("chen", *CLERK)
    assert titles(client, state="draft") == {"failing"}
    assert titles(client, state="published") == {"standing", "corrected", "explained"}
    assert titles(client, state="replaced") == {"replaced"}
    assert titles(client, year="2016") == {"standing", "failing"}
    assert titles(client, agency__id__exact=str(shelf.pk)) == {"standing", "replaced", "corrected"}
    assert titles(client, form="national-2021") == {"explained"}
    assert titles(client, form="none") == {"roll"}
    assert titles(client, kind__exact="roll_up") == {"roll"}
    assert titles(client, checks="failing") == {"failing", "explained"}
    assert titles(client, checks="explained") == {"explained"}
    assert titles(client, state="draft", year="2016", checks="failing") == {"failing"}


def test_it_is_searched_by_agency_title_and_year(shelf):
    client = signed_in("chen", *CLERK)
    assert titles(client, q="文化局 2016") == {"failing"}
    assert titles(client, q="police") == {"standing", "replaced", "corrected"}
    assert titles(client, q="'; DROP TABLE reports--") == set()


@pytest.mark.parametrize(
    "query",
    [
        {"year": "x"},
        {"agency__id__exact": "x"},
        {"year": "9" * 30},
        {"state": "x"},
        {"agency__id__exact": "9" * 40},
    ],
)
def test_a_filter_that_is_none_does_no_harm(shelf, query):
    answer = signed_in("chen", *CLERK).get(reverse(LIST), query, follow=True)
    assert answer.status_code == 200


def test_the_filter_by_agency_keeps_the_other_choices(shelf):
    page = text(signed_in("chen", *CLERK).get(reverse(LIST), {"state": "draft", "p": "1"}))
    assert '<input type="hidden" name="state" value="draft">' in page
    assert '<input type="hidden" name="p"' not in page


def test_more_reports_cost_no_more_queries(django_assert_num_queries):
    client = signed_in("chen", *CLERK)
    client.get(reverse(LIST))
    counts = []
    for years in (range(2000, 2003), range(2003, 2030)):
        for year in years:
            make_report(year=year, figures={})
        with django_assert_num_queries(20, exact=False) as queries:
            client.get(reverse(LIST))
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("lookup", ["agency", "agency__id__exact", "year", "id", "p"])
def test_a_filter_with_a_number_no_database_holds_leads_back_to_the_list(lookup):
    client = signed_in("chen", *CLERK)
    answer = client.get(reverse(LIST), {lookup: "9" * 25}, follow=True)
    assert answer.status_code in (200, 400)
