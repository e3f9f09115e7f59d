"""The grid of a report's statistics table: shown from its form, saved exactly, refused cell by cell."""

import json
import re

import pytest
from django.urls import reverse

from reports.domain.statform.definition import CellKey
from reports.models import Report
from reports.queries.figures import figures_of
from reports.services import reports
from tests.admin.pages import CLERK, fields, signed_in, text
from tests.factories import make_account, make_report, released

pytestmark = pytest.mark.django_db


def table(report):
    return reverse("admin:reports_report_table", args=[report.pk])


def make_draft(**more):
    return make_report(state="draft", **more)


def key(row, column="year"):
    return CellKey("statistics", row, column)


def data_of(response):
    found = re.search(r'<script id="grid-data" type="application/json">(.*?)</script>', text(response), re.S)
    return json.loads(found[1])


def test_every_cell_of_the_form_is_an_input_named_by_row_and_column():
    client = signed_in("chen", *CLERK)
    for form_id, year, count in (("fujian-2008", 2016, 32), ("national-2021", 2021, 200)):
        page = client.get(table(make_draft(form_id=form_id, year=year, figures={})))
        names = [name for name in fields(page, "grid") if name.startswith("cell:")]
        assert len(names) == count
    shown = text(client.get(table(Report.objects.get(year=2016))))
    assert 'aria-label="受理政府信息公开申请总数，2016年度（条）"' in shown


def test_what_is_typed_is_saved_and_the_findings_are_shown():
    client, report = signed_in("chen", *CLERK), make_draft()
    form = fields(client.get(table(report)), "grid") | {"cell:statistics/2/year": "3"}
    answer = client.post(table(report), form, follow=True)
    assert figures_of(report)[key("2")] == 3
    assert "统计表已保存" in text(answer)
    assert "受理政府信息公开申请总数（2016年度列）3 ≠" in text(answer)
    report.refresh_from_db()
    assert report.checks_failed == 2


def test_an_empty_input_is_a_blank_and_not_a_zero():
    client, report = signed_in("chen", *CLERK), make_draft()
    form = fields(client.get(table(report)), "grid") | {"cell:statistics/1.2/year": " "}
    client.post(table(report), form)
    assert figures_of(report)[key("1.2")] is None
    assert figures_of(report)[key("1.2", "cumulative")] == 0


def test_a_text_that_is_no_number_comes_back_in_its_cell_and_saves_nothing():
    client, report = signed_in("chen", *CLERK), make_draft()
    form = fields(client.get(table(report)), "grid")
    form |= {"cell:statistics/1/year": "5000", "cell:statistics/2/year": '"><script>约3'}
    answer = client.post(table(report), form)
    kept = fields(answer, "grid")
    assert kept["cell:statistics/2/year"] == '"><script>约3'
    assert kept["cell:statistics/1/year"] == "5000"
    assert "“受理政府信息公开申请总数”行“2016年度”列" in text(answer)
    assert "<script>约" not in text(answer)
    assert figures_of(report)[key("1")] == 4047


def test_the_second_of_two_editors_sees_both_figures():
    client, report = signed_in("chen", *CLERK), make_draft()
    form = fields(client.get(table(report)), "grid") | {"cell:statistics/1/year": "5000"}
    reports.save_figures(report=report, raws={key("1"): "6000", key("5"): "7"}, by=make_account("li", *CLERK))
    answer = client.post(table(report), form)
    kept = fields(answer, "grid")
    assert kept["cell:statistics/1/year"] == "5000"
    assert kept["cell:statistics/5/year"] == "7"
    for part in ("li", "已保存：6000", "您填写的是5000"):
        assert part in text(answer)
    assert figures_of(report)[key("1")] == 6000
    client.post(table(report), kept)
    assert figures_of(report)[key("1")] == 5000


def test_figures_typed_into_a_published_report_are_shown_and_not_saved():
    client, report = signed_in("chen", *CLERK), make_draft()
    form = fields(client.get(table(report)), "grid") | {"cell:statistics/1/year": "5000"}
    released(report)
    form["_version"] = Report.objects.get(pk=report.pk).version
    answer = client.post(table(report), form)
    assert fields(answer, "grid")["cell:statistics/1/year"] == "5000"
    assert "已发布" in text(answer)
    assert figures_of(report)[key("1")] == 4047


@pytest.mark.parametrize("version", ["", "x", "9" * 40, "-1"])
def test_a_page_that_does_not_tell_its_version_saves_nothing(version):
    client, report = signed_in("chen", *CLERK), make_draft()
    client.post(table(report), {"_version": version, "cell:statistics/1/year": "1"})
    assert figures_of(report)[key("1")] == 4047


def test_cells_that_are_no_cells_are_ignored():
    client, report = signed_in("chen", *CLERK), make_draft()
    form = fields(client.get(table(report)), "grid")
    client.post(table(report), form | {"cell:statistics/99/year": "1", "cell:x": "1"})
    assert report.cells.count() == 32


def test_a_public_report_is_shown_as_the_public_reads_it():
    shown = text(signed_in("chen", *CLERK).get(table(make_report())))
    assert "4,047" in shown and "cell:statistics" not in shown and "只读" in shown


def test_a_report_without_a_form_is_asked_for_it_the_form_in_force_first():
    client, report = signed_in("chen", *CLERK), make_draft(form_id="", figures={}, year=2022)
    page = client.get(table(report))
    form = fields(page, "")
    assert form["_form"] == "national-2021"
    client.post(table(report), form)
    report.refresh_from_db()
    assert report.form_id == "national-2021"
    assert len([name for name in fields(client.get(table(report)), "grid") if "cell:" in name]) == 200


def test_a_form_that_would_lose_figures_is_refused():
    client, report = signed_in("chen", *CLERK), make_draft()
    answer = client.post(table(report), {"_form": "national-2021", "_version": "0"}, follow=True)
    assert "32" in text(answer)
    report.refresh_from_db()
    assert report.form_id == "fujian-2008"
    assert client.post(table(report), {"_form": "<nothing>", "_version": "0"}, follow=True).status_code == 200


def test_the_script_gets_the_checks_of_the_same_definition():
    client, report = signed_in("chen", *CLERK), make_draft()
    data = data_of(client.get(table(report)))
    by_code = {identity["code"]: identity for identity in data["identities"]}
    assert len(by_code) == 25
    received = by_code["statistics/2/year:down"]
    assert received["terms"][0] == ["statistics/2/year", 1, 0] and received["size"] == 1
    assert len(received["terms"]) == 4
    assert (
        "{0}" in received["sentence"] and "{3}" in received["sentence"] and "{found}" in received["sentence"]
    )
    assert "10,000,000" not in json.dumps(data, ensure_ascii=False)
    make_report(year=2015)
    data = data_of(client.get(table(report)))
    assert len(data["identities"]) == 41
    assert data["previous"]["statistics/1/cumulative"] == "24,112"


def test_the_page_costs_the_same_for_32_and_200_cells(django_assert_num_queries):
    client = signed_in("chen", *CLERK)
    small = make_draft()
    large = make_draft(form_id="national-2021", year=2022)
    client.get(table(small))
    counts = []
    for report in (small, large):
        with django_assert_num_queries(10, exact=False) as queries:
            client.get(table(report))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_cell_that_no_check_blames_bears_no_mark():
    report = make_draft(figures={})
    page = text(signed_in("chen", *CLERK).get(table(report)))
    assert page.count('<td class=""><input') == 32


def test_saving_again_after_a_conflict_takes_nothing_back_that_another_clerk_typed():
    report = make_draft()
    chen, wu = signed_in("chen", *CLERK), signed_in("wu", *CLERK)
    first, second = (fields(one.get(table(report)), "grid") for one in (chen, wu))
    wu.post(table(report), second | {"cell:statistics/1/cumulative": "24113", "cell:statistics/5/year": ""})
    told = chen.post(table(report), first | {"cell:statistics/1/year": "4048"})
    again = fields(told, "grid")
    assert again["cell:statistics/1/year"] == "4048"
    assert again["cell:statistics/1/cumulative"] == "24113"
    chen.post(table(report), again)
    stored = figures_of(Report.objects.get())
    assert (stored[key("1")], stored[key("1", "cumulative")], stored[key("5")]) == (4048, 24113, None)


def test_a_cell_that_both_clerks_typed_keeps_what_the_second_typed_until_it_is_saved():
    report = make_draft()
    chen, wu = signed_in("chen", *CLERK), signed_in("wu", *CLERK)
    first, second = (fields(one.get(table(report)), "grid") for one in (chen, wu))
    wu.post(table(report), second | {"cell:statistics/1/year": "4049"})
    told = chen.post(table(report), first | {"cell:statistics/1/year": "4048"})
    assert fields(told, "grid")["cell:statistics/1/year"] == "4048" and "4049" in text(told)
    assert figures_of(Report.objects.get())[key("1")] == 4049
