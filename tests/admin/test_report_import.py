"""Importing in the admin: read first, look it over, store it as a draft; nothing is stored on the way."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reports.models import Agency, Report, SourceFile
from reports.queries.figures import figures_of
from tests.admin.pages import CLERK, fields, signed_in, text
from tests.factories import SEED_FIGURES, make_agency, make_report, seed_figures
from tests.readers.office import p, tbl, tr, word

pytestmark = pytest.mark.django_db
IMPORT = "admin:reports_report_import"
LABELS = [
    "主动公开文件数",
    "其中：1.政府网站公开数",
    "2.政府公报公开数",
    "受理政府信息公开申请总数",
    "其中：1.当面申请数",
    "2.网上申请数",
    "3.信函、传真申请数",
    "对申请的答复总数",
    "其中：1.同意公开答复数",
    "2.同意部分公开答复数",
    "3.不予公开答复数",
    "4.其他类型答复数",
    "政府信息公开收费减免金额",
    "行政复议数",
    "行政诉讼数",
    "接受行政申诉、举报数",
]
UNITS = ["条"] * 12 + ["元", "件", "件", "件"]


def source(**changed):
    """A made-up report with the seed's table, one cell a line."""
    rows = [["指标名称", "计量单位", "2016年度", "历年累计"]]
    for label, unit, (code, pair) in zip(LABELS, UNITS, SEED_FIGURES.items(), strict=True):
        rows.append([label, unit, *map(str, changed.get(code, pair))])
    head = ["示例市公安局2016年政府信息公开工作年度报告", "2017-01-19 15:03 来源：示例市公安局"]
    chapters = ["一、概述", "本报告为示例。", "二、主动公开政府信息的情况", "全年公开4047条。"]
    table = ["附件：", "示例市公安局2016年政府信息公开统计报表", *[cell for row in rows for cell in row]]
    return "\n\n".join([*head, *chapters, *table]) + "\n"


def read(client, content=None, *, name="报告.txt", **typed):
    if content is not None:
        typed["file"] = SimpleUploadedFile(name, content)
    return client.post(reverse(IMPORT), typed)


def test_a_file_is_read_looked_over_and_stored_as_a_draft():
    make_agency()
    client = signed_in("chen", *CLERK)
    answer = read(client, source().encode())
    assert "24,112" in text(answer) and "示例市公安局" in text(answer)
    assert not Report.objects.exists() and not SourceFile.objects.exists()
    stored = client.post(reverse(IMPORT), fields(answer, "") | {"_store": ""})
    report = Report.objects.get()
    assert stored["Location"] == reverse("admin:reports_report_change", args=[report.pk])
    assert (report.state, report.year, report.form_id) == ("draft", 2016, "fujian-2008")
    assert figures_of(report) == seed_figures()
    with report.sources.get().file as kept:
        assert kept.read() == source().encode()
    assert [event.act for event in report.events.all()] == ["imported"]
    again = read(client, source().encode())
    answer = client.post(reverse(IMPORT), fields(again, "") | {"_store": ""}, follow=True)
    assert "此前已经导入" in text(answer) and Report.objects.count() == 1


def test_a_pasted_text_is_read_as_well():
    make_agency()
    answer = read(signed_in("chen", *CLERK), text=source())
    assert fields(answer, "")["year"] == "2016" and "24,112" in text(answer)


def test_the_words_of_a_file_pasted_from_a_browser_make_no_second_draft():
    make_agency()
    client = signed_in("chen", *CLERK)
    for answer in (read(client, source().encode()), read(client, text=source().replace("\n", "\r\n"))):
        client.post(reverse(IMPORT), fields(answer, "") | {"_store": ""})
    assert Report.objects.count() == 1


def test_a_sum_that_fails_and_what_is_not_understood_are_shown_before_storing():
    answer = read(signed_in("chen", *CLERK), source(**{"2": (3, 2), "5": ("若干", 0)}).encode())
    assert "受理政府信息公开申请总数（2016年度列）3 ≠" in text(answer)
    assert "若干" in text(answer)


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7 \x00\x01", b"\x00" * 100, b"<script>alert(1)</script>", b"\xff\xfe\xfa" * 9],
)
def test_what_is_no_report_gets_one_sentence_and_leaves_nothing(content):
    answer = read(signed_in("chen", *CLERK), content)
    assert text(answer).count('class="errorlist nonfield"') == 1
    assert "报告.txt" in text(answer)
    assert not Report.objects.exists()


def test_five_megabytes_are_the_limit_of_a_file_and_of_a_pasted_text():
    client = signed_in("chen", *CLERK)
    assert "5 MB" in text(read(client, b"a" * (5 * 2**20 + 1))).split("errorlist", 1)[1][:200]
    assert "5 MB" in text(read(client, text="a" * (5 * 2**20 + 1))).split("errorlist", 1)[1][:200]


def test_neither_and_both_are_asked_about_and_the_pasted_text_stays():
    client = signed_in("chen", *CLERK)
    assert "请选择文件或者粘贴文本。" in text(read(client))
    answer = read(client, source().encode(), text="粘贴的")
    assert "二者只能选一" in text(answer) and "粘贴的</textarea>" in text(answer)


def test_an_unknown_agency_is_chosen_or_entered_by_those_who_may():
    client = signed_in("chen", *CLERK)
    form = fields(read(client, source().encode()), "")
    answer = client.post(reverse(IMPORT), form | {"_store": ""})
    assert "请选择报告所属机构" in text(answer) and fields(answer, "")["content"] == form["content"]
    forged = client.post(reverse(IMPORT), form | {"_store": "", "enter": "示例市公安局"})
    assert forged.status_code == 403 and not Agency.objects.exists()
    li = signed_in("li", *CLERK, "system_administrator")
    page = read(li, source().encode())
    assert "新增为机构" in text(page)
    li.post(reverse(IMPORT), fields(page, "") | {"_store": "", "enter": "示例市公安局"})
    assert Agency.objects.get().name == "示例市公安局" and Report.objects.count() == 1


@pytest.mark.parametrize("content", ["", "%%%", "AAA"])
def test_bytes_that_were_tampered_with_are_asked_for_again(content):
    client = signed_in("chen", *CLERK)
    answer = client.post(reverse(IMPORT), {"_store": "", "content": content, "name": "a.txt", "year": "2016"})
    assert answer.status_code == 200 and not Report.objects.exists()


def test_who_may_not_add_reports_may_not_import():
    assert signed_in("wang", "auditor").get(reverse(IMPORT)).status_code == 403
    page = text(signed_in("chen", *CLERK).get(reverse("admin:reports_report_changelist")))
    assert reverse(IMPORT) in page


SEED = Path(__file__).resolve().parents[3] / "shared" / "reports" / "01_a_sanming_police_2016.txt"


@pytest.mark.skipif(not SEED.exists(), reason="the folder of real reports is not here")
def test_the_first_real_report_is_read():
    answer = read(signed_in("li", *CLERK, "system_administrator"), SEED.read_bytes())
    assert "24,112" in text(answer) and "三明市公安局" in text(answer) and "2017-01-19 15:03" in text(answer)


def word_file(**changed):
    """The same report as a Word file, its table a table, its chapters numbered by Word itself."""
    lines = [line for line in source(**changed).split("\n") if line]
    at = lines.index("指标名称")
    cells = lines[at:]
    rows = [tr(*cells[n : n + 4]) for n in range(0, len(cells), 4)]
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    prose = [p(line[2:], number=(1, 0)) if line[1:2] == "、" else p(line) for line in lines[:at]]
    return word("".join(prose) + tbl(*rows), numbering=numbering)


def test_a_word_file_is_read_with_its_places_and_stored():
    make_agency()
    client = signed_in("chen", *CLERK)
    shown = text(read(client, word_file(**{"5": ("若干", 0)}), name="报告.docx"))
    assert "表 1 第 15 行第 3 列" in shown and "若干" in shown
    assert "主动公开政府信息的情况" in shown
    answer = read(client, word_file(), name="报告.docx")
    client.post(reverse(IMPORT), fields(answer, "") | {"_store": ""})
    report = Report.objects.get()
    assert figures_of(report) == seed_figures()
    assert [chapter.number for chapter in report.chapters.all()] == ["一", "二"]
    cell = report.cells.get(row="7", column="cumulative")
    assert (cell.at_page, cell.at_table, cell.at_row, cell.at_column) == (None, 1, 17, 4)
    assert report.sources.get().name == "报告.docx"


def test_the_page_names_the_kinds_of_files_it_takes():
    page = text(signed_in("chen", *CLERK).get(reverse(IMPORT)))
    assert 'accept=".txt,.md,.html,.htm,.docx,.xlsx,.csv,.json,.pdf"' in page
    assert "Word（.docx）、Excel（.xlsx）、PDF" in page


def test_a_downloaded_table_goes_back_into_its_report():
    report = make_report(agency=make_agency(slug="police"))
    client = signed_in("chen", *CLERK)
    data = client.get("/reports/police/2016/tables/statistics.csv").content
    same = client.post(
        reverse(IMPORT), fields(read(client, data, name="t.csv"), "") | {"_store": ""}, follow=True
    )
    assert "内容一致" in text(same) and Report.objects.count() == 1
    changed = read(client, data.replace(b",4047,4047,", b",4048,4047,"), name="t.csv")
    assert fields(changed, "")["year"] == "2016"
    answer = client.post(reverse(IMPORT), fields(changed, "") | {"_store": ""}, follow=True)
    assert "已在草稿中更新表格的 1 个数据" in text(answer)
    draft = Report.objects.get(revision=2)
    assert (draft.state, figures_of(report)) == ("draft", seed_figures())
    assert figures_of(draft) != seed_figures()


LATE = """{name}2021年政府信息公开工作年度报告
发布时间：2022-02-15 09:00 来源：{name}
一、总体情况
办理投诉416件，其中噪音类152件、治安类186件、交通类98件。
二、其他
平稳。
"""


def test_what_the_words_get_wrong_is_shown_before_storing():
    answer = read(signed_in("chen", *CLERK), LATE.format(name="示例市公安局").encode())
    assert "正文写“416件”，但各分项 噪音类 152 ＋ 治安类 186 ＋ 交通类 98 合计为436。" in text(answer)


def test_lateness_is_told_as_soon_as_it_is_known_whose_report_it_is():
    make_agency("示例市公安局", slug="police")
    make_agency("示例市人民政府", slug="city", kind="government")
    client = signed_in("chen", *CLERK)
    known = text(read(client, LATE.format(name="示例市公安局").encode()))
    assert "2022-01-31" in known
    answer = read(client, LATE.format(name="示例市某某局").encode())
    assert "2022-01-31" not in text(answer)
    police, city = Agency.objects.order_by("slug").values_list("pk", flat=True)[::-1]
    form = fields(answer, "") | {"_again": ""}
    assert "2022-01-31" in text(client.post(reverse(IMPORT), form | {"agency": str(police)}))
    assert "2022-01-31" not in text(client.post(reverse(IMPORT), form | {"agency": str(city)}))


def test_last_years_figures_are_looked_at_before_storing():
    agency = make_agency()
    make_report(agency=agency, year=2015)
    answer = read(signed_in("chen", *CLERK), source(**{"1": (30_000, 24_112), "1.1": (1, 1)}).encode())
    assert "30,000，上年4,047" in text(answer)
