"""Who published in time: an agency's years and a year's agencies."""

from datetime import date, datetime

import pytest
from django.utils import translation

from reports.models import Report
from reports.queries import timeliness
from reports.queries.timeliness import Standing
from tests.factories import SHANGHAI, make_account, make_agency, make_report

pytestmark = pytest.mark.django_db
ON = date(2026, 1, 15)


def at(year, month, day):
    return datetime(year, month, day, 10, 0, tzinfo=SHANGHAI)


def published(agency, year, day, **fields):
    return make_report(agency=agency, year=year, published_at=day, form_id="", **fields)


def withdrawn(agency, year, **fields):
    return make_report(
        agency=agency,
        year=year,
        form_id="",
        state="withdrawn",
        withdrawn_at=at(year + 1, 6, 1),
        withdrawn_by=make_account(),
        withdrawal_reason="误发",
        **fields,
    )


def standings(agency, on=ON):
    return {one.year: one.standing for one in timeliness.of_agency(agency, on=on)}


def test_an_agency_shows_every_year_from_its_first_report_to_last_year_newest_first():
    agency = make_agency()
    published(agency, 2022, at(2023, 1, 31))
    published(agency, 2023, at(2024, 2, 1))
    years = timeliness.of_agency(agency, on=ON)
    assert [(one.year, one.standing, one.days_late) for one in years] == [
        (2025, Standing.NOT_DUE, 0),
        (2024, Standing.NOT_PUBLISHED, 0),
        (2023, Standing.LATE, 1),
        (2022, Standing.ON_TIME, 0),
    ]
    assert [one.report.year if one.report else None for one in years] == [None, None, 2023, 2022]


def test_a_year_is_not_due_on_the_last_day_and_missing_the_day_after():
    agency = make_agency(valid_from=date(2024, 5, 1))
    assert standings(agency, on=date(2025, 1, 31)) == {2024: Standing.NOT_DUE}
    assert standings(agency, on=date(2025, 2, 1)) == {2024: Standing.NOT_PUBLISHED}


def test_a_government_has_until_the_end_of_march():
    agency = make_agency("示例区人民政府", kind="government", valid_from=date(2024, 1, 1))
    assert standings(agency, on=date(2025, 3, 31)) == {2024: Standing.NOT_DUE}
    assert standings(agency, on=date(2025, 4, 1)) == {2024: Standing.NOT_PUBLISHED}


def test_the_article_is_named_in_the_active_language():
    agency = make_agency(valid_from=date(2024, 1, 1))
    with translation.override("zh-hans"):
        chinese = timeliness.of_agency(agency, on=ON)[0].article
    with translation.override("en"):
        english = timeliness.of_agency(agency, on=ON)[0].article
    assert chinese == "《中华人民共和国政府信息公开条例》（2019年国务院令第711号修订）第四十九条第一款"
    assert english == (
        "Regulations on Open Government Information (revised, State Council Decree 711 of 2019), "
        "article 49, paragraph 1"
    )


def test_a_body_owes_reports_only_on_years_at_whose_end_it_stood():
    ended = make_agency("前身局", valid_from=date(2022, 12, 31), valid_until=date(2024, 12, 30))
    assert sorted(standings(ended)) == [2022, 2023]
    ended.valid_until = date(2024, 12, 31)
    assert sorted(standings(ended)) == [2022, 2023, 2024]


def test_a_report_on_a_year_it_did_not_owe_is_shown_all_the_same():
    agency = make_agency(valid_from=date(2024, 1, 1), valid_until=date(2024, 6, 30))
    report = published(agency, 2024, at(2025, 1, 10))
    assert [(one.year, one.report) for one in timeliness.of_agency(agency, on=ON)] == [(2024, report)]


def test_the_year_it_began_counts_where_it_came_before_the_first_report():
    agency = make_agency(valid_from=date(2023, 3, 1))
    published(agency, 2024, at(2025, 1, 10))
    assert sorted(standings(agency)) == [2023, 2024, 2025]


def test_no_year_before_the_first_regulations_is_called_missing():
    agency = make_agency(valid_from=date(1990, 1, 1))
    assert min(standings(agency)) == 2008
    report = published(agency, 2005, at(2006, 3, 1))
    oldest = timeliness.of_agency(agency, on=ON)[-1]
    assert (oldest.year, oldest.standing, oldest.due, oldest.article) == (2005, Standing.PUBLISHED, None, "")
    assert oldest.report == report


def test_an_agency_of_unknown_beginning_and_without_reports_shows_last_year():
    assert standings(make_agency()) == {2025: Standing.NOT_DUE}


def test_a_report_without_a_printed_time_is_published_with_the_date_unknown():
    agency = make_agency()
    published(agency, 2024, None)
    assert standings(agency)[2024] == Standing.PUBLISHED


def test_drafts_reviews_and_withdrawn_reports_are_not_publication():
    agency = make_agency(valid_from=date(2022, 1, 1))
    make_report(agency=agency, year=2022, form_id="", state="draft")
    make_report(agency=agency, year=2023, form_id="", state="in_review")
    withdrawn(agency, 2024)
    assert set(standings(agency).values()) == {Standing.NOT_PUBLISHED, Standing.NOT_DUE}


def test_a_corrected_report_is_judged_by_its_first_publication():
    agency = make_agency()
    published(agency, 2024, at(2025, 1, 20), superseded_at=at(2025, 6, 1))
    second = published(agency, 2024, at(2025, 6, 1), revision=2)
    one = timeliness.of_agency(agency, on=ON)[1]
    assert (one.year, one.standing, one.report, one.is_corrected) == (2024, Standing.ON_TIME, second, True)
    assert one.published_on == date(2025, 1, 20)


def test_a_first_publication_is_not_corrected_even_as_second_revision():
    agency = make_agency()
    withdrawn(agency, 2024)
    published(agency, 2024, at(2025, 2, 10), revision=2)
    one = timeliness.of_agency(agency, on=ON)[1]
    assert (one.standing, one.days_late, one.is_corrected) == (Standing.LATE, 10, False)


def test_when_the_correction_is_withdrawn_nothing_stands():
    agency = make_agency()
    published(agency, 2024, at(2025, 1, 20), superseded_at=at(2025, 6, 1))
    withdrawn(agency, 2024, revision=2)
    assert standings(agency)[2024] == Standing.NOT_PUBLISHED


def test_a_government_is_served_by_its_roll_up_and_a_department_is_not():
    government = make_agency("示例区人民政府", kind="government")
    office = make_agency("示例区人民政府办公室", kind="office")
    for agency in (government, office):
        published(agency, 2024, at(2025, 3, 20), kind="roll_up")
    by_government = timeliness.of_agency(government, on=ON)[1]
    by_office = timeliness.of_agency(office, on=ON)[1]
    assert (by_government.standing, by_government.report) == (Standing.ON_TIME, by_government.roll_up)
    assert (by_office.standing, by_office.report) == (Standing.NOT_PUBLISHED, None)
    assert by_office.roll_up.agency == office


def test_a_year_counts_every_standing_and_lists_its_bodies():
    late = make_agency("甲局", valid_from=date(2020, 1, 1), division_code="000001")
    corrected = make_agency("乙局", valid_from=date(2020, 1, 1), division_code="000002")
    missing = make_agency("丙局", valid_from=date(2020, 1, 1), division_code="000003")
    make_agency("丁局", valid_from=date(2025, 1, 1))
    make_agency("戊局", valid_until=date(2024, 6, 1))
    published(late, 2024, at(2025, 2, 3))
    published(corrected, 2024, at(2025, 1, 3), superseded_at=at(2025, 2, 3))
    published(corrected, 2024, at(2025, 2, 3), revision=2)
    state = timeliness.of_year(2024, on=ON)
    assert (state.total, state.published, state.corrected) == (3, 2, 1)
    assert {standing.value: count for standing, count in state.counts.items()} == {
        "on_time": 1,
        "late": 1,
        "published": 0,
        "not_published": 1,
        "not_due": 0,
    }
    assert [one.agency for one in state.of(Standing.NOT_PUBLISHED)] == [missing]
    assert [one.agency for one in state.standings] == [late, corrected, missing]


def test_a_year_leaves_out_bodies_of_unknown_beginning_before_their_first_report():
    published(make_agency(), 2023, at(2024, 1, 20))
    assert timeliness.of_year(2022, on=ON).total == 0
    assert timeliness.of_year(2023, on=ON).total == 1


def test_years_before_the_law_hold_only_what_was_published():
    make_agency("甲局", valid_from=date(1990, 1, 1))
    published(make_agency("乙局", valid_from=date(1990, 1, 1)), 2006, at(2007, 1, 20))
    assert timeliness.of_year(2006, on=ON).total == 1


def test_more_agencies_and_reports_cost_no_more_queries(django_assert_num_queries):
    for number in range(6):
        agency = make_agency(f"{number}局", valid_from=date(2015, 1, 1))
        for year in range(2018, 2025):
            published(agency, year, at(year + 1, 1, 20))
    make_agency("无始局")
    with django_assert_num_queries(2):
        assert timeliness.of_year(2025, on=ON).total == 7
    with django_assert_num_queries(3):
        state = timeliness.of_year(2024, on=ON)
        assert {one.report.agency.name for one in state.standings} == {f"{n}局" for n in range(6)}
    with django_assert_num_queries(1):
        years = timeliness.of_agency(agency, on=ON)
        assert all(one.report.agency == agency for one in years if one.report)
    assert Report.objects.count() == 42
