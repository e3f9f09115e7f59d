"""Text copied from another agency: which report is compared, what stays silent, what both pages show."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from reports.domain.prose.checking.findings import ProseFinding
from reports.models import Agency, Chapter, Report, SentencePrint
from reports.queries import everycheck
from reports.services import sentenceprints
from tests.admin.pages import CLERK, signed_in, text
from tests.factories import SHANGHAI, make_agency, make_report, make_writer, released

pytestmark = pytest.mark.django_db

SENTENCES = (
    "我局修订了公开审查流程，把拟稿、核稿、签发三道关口纳入办公系统",
    "针对用水报装问题，编写了图文并茂的办事手册并上门讲解",
    "公开专栏按照栏目清单逐项核对，更新滞后的页面当天补齐",
    "依托社区议事厅开展面对面解读，邀请居民对排水改造提出意见",
    "档案室与公开专员建立共用台账，材料从登记到归档均可查询",
    "窗口增设老花镜与放大版说明，方便年长的群众查看文件",
    "河道整治方案的草图在沿线各站点张贴，听取商户的建议",
    "信访与热线中反复出现的提问由专人归类后写入问答",
)
OTHER = (
    "机关食堂旁的橱窗改为实体公告栏并配上二维码供过路人取阅",
    "年中请高校的老师为各股室讲授文件起草与公开属性的判断",
    "网站检索改用全文索引后老文件也能按关键字查到原文",
    "对照兄弟单位的做法重写了指南里关于邮寄答复的段落",
)


@pytest.fixture
def city() -> Agency:
    return make_agency("示例市人民政府", slug="city", kind="government")


def office(name: str, city: Agency | None, **fields: object) -> Agency:
    return make_agency(name, parent=city, **fields)


def written(agency: Agency, *sentences: str, year: int = 2023, month: int = 1, **fields: object) -> Report:
    """A report of those sentences, out on the 5th of that month; the public has it unless told otherwise."""
    out = datetime(year + 1, month, 5, 9, tzinfo=SHANGHAI)
    values = {"form_id": "", "published_at": out, "year": year, **fields}
    report = make_report(agency=agency, **values)
    words = "。".join(sentences) + "。"
    Chapter.objects.create(report=report, position=3, number="三", heading="工作", text=words)
    sentenceprints.keep(report)
    return report


def copied(report: Report) -> list[ProseFinding]:
    return [one for one in everycheck.of_report(report).prose if one.rule == "copied"]


def test_a_text_that_a_neighbour_published_before_is_remarked_upon_with_its_source(city: Agency) -> None:
    first = written(office("示例市水务局", city), *SENTENCES)
    second = written(office("示例市林业局", city), *SENTENCES, month=2)
    (found,) = copied(second)
    assert (found.status, found.found, found.is_hard) == ("fails", "100", False)
    assert found.source is not None
    assert (found.source.title, found.source.address) == (first.title, f"/reports/{first.agency.slug}/2023/")
    assert [one.text for one in found.shared] == list(SENTENCES)
    assert copied(first) == []


@pytest.mark.parametrize(("shared", "is_told"), [(5, False), (6, True)])
def test_fewer_than_six_sentences_in_common_are_never_compared(
    city: Agency, shared: int, is_told: bool
) -> None:
    written(office("示例市水务局", city), *SENTENCES[:shared])
    second = written(office("示例市林业局", city), *SENTENCES[:shared], OTHER[0], month=2)
    assert bool(copied(second)) is is_told


@pytest.mark.parametrize(("own", "told"), [(6, ["50"]), (7, [])])
def test_less_than_half_of_the_text_is_no_copy(city: Agency, own: int, told: list[str]) -> None:
    written(office("示例市水务局", city), *SENTENCES[:6])
    words = [f"{sentence}，{word}组负责落实" for sentence in OTHER for word in ("甲", "乙")]
    second = written(office("示例市林业局", city), *SENTENCES[:6], *words[:own], month=2)
    assert [one.found for one in copied(second)] == told


def test_last_years_report_of_a_neighbour_counts_an_older_one_does_not(city: Agency) -> None:
    written(office("示例市水务局", city), *SENTENCES, year=2021)
    assert len(copied(written(office("示例市林业局", city), *SENTENCES, year=2022))) == 1
    assert copied(written(office("示例市园林局", city), *SENTENCES, year=2024)) == []


@pytest.mark.parametrize("fields", [{"parent": "another"}, {"kind": "dispatched"}, {"parent": None}], ids=str)
def test_only_bodies_of_one_kind_under_one_parent_are_neighbours(
    city: Agency, fields: dict[str, object]
) -> None:
    if fields.get("parent") == "another":
        fields = {"parent": make_agency("另一市人民政府", slug="other-city", kind="government")}
    values = {"parent": city, **fields}
    written(make_agency("示例市水务局", **values), *SENTENCES)
    assert copied(written(office("示例市林业局", city), *SENTENCES, month=2)) == []


def test_what_more_than_three_other_agencies_write_is_nobodys_own(city: Agency) -> None:
    names = ("水务局", "园林局", "城管局")
    for month, name in enumerate(names, start=1):
        written(office(f"示例市{name}", city), *SENTENCES, month=month)
    last = written(office("示例市林业局", city), *SENTENCES, month=6)
    assert len(copied(last)) == 1
    far = make_agency("远方市气象局", parent=make_agency("远方市人民政府", kind="government"))
    written(far, *SENTENCES, month=4)
    assert copied(last) == []


def test_what_is_common_has_no_more_rows_than_tell_it() -> None:
    for number in range(9):
        written(make_agency(f"示例第{number}局"), *SENTENCES)
    rows = SentencePrint.objects.exclude(digest=0)
    assert rows.values("report").distinct().count() == 5
    assert rows.count() == 5 * len(SENTENCES)
    assert SentencePrint.objects.filter(digest=0).count() == 9


@pytest.mark.parametrize("state", ["draft", "in_review", "withdrawn"])
def test_a_text_that_is_not_public_is_never_a_source(city: Agency, state: str) -> None:
    fields: dict[str, object] = {"state": state}
    if state == "withdrawn":
        fields |= {"withdrawn_at": datetime(2024, 3, 1, tzinfo=SHANGHAI), "withdrawal_reason": "有误"}
        fields |= {"withdrawn_by": make_writer()}
    hidden = written(office("示例市水务局", city), *SENTENCES, **fields)
    assert copied(written(office("示例市林业局", city), *SENTENCES, month=2)) == []
    assert not SentencePrint.objects.filter(report=hidden).exists()


def test_a_revision_that_was_replaced_is_a_source_no_longer(city: Agency) -> None:
    agency = office("示例市水务局", city)
    old = written(agency, *SENTENCES)
    late = written(office("示例市林业局", city), *SENTENCES, month=2)
    Report.objects.filter(pk=old.pk).update(superseded_at=datetime(2024, 2, 1, tzinfo=SHANGHAI))
    written(agency, *OTHER, revision=2)
    assert copied(late) == []
    assert not SentencePrint.objects.filter(report=old).exists()


def test_withdrawing_takes_the_finding_away(city: Agency) -> None:
    first = written(office("示例市水务局", city), *SENTENCES)
    second = written(office("示例市林业局", city), *SENTENCES, month=2)
    page = reverse("report-detail", args=[second.agency.slug, 2023])
    assert first.title in text(Client().get(page))
    Report.objects.filter(pk=first.pk).update(
        state="withdrawn",
        withdrawn_at=datetime(2024, 6, 1, tzinfo=SHANGHAI),
        withdrawn_by=make_writer(),
        withdrawal_reason="有误",
        updated_at=datetime(2031, 1, 1, tzinfo=SHANGHAI),
    )
    first.refresh_from_db()
    sentenceprints.keep(first)
    assert first.title not in text(Client().get(page))


def test_reports_published_before_prints_were_kept_get_theirs_at_night_once(city: Agency) -> None:
    report = written(office("示例市水务局", city), *SENTENCES)
    bare = make_report(agency=make_agency("示例市统计局"))
    SentencePrint.objects.all().delete()
    assert sentenceprints.catch_up() == 2
    assert SentencePrint.objects.filter(report=report).count() == 9
    assert SentencePrint.objects.filter(report=bare).count() == 1
    assert sentenceprints.catch_up() == 0


def test_more_neighbours_cost_no_more_queries(city: Agency, django_assert_max_num_queries) -> None:
    for month, name in enumerate(("水务局", "园林局", "城管局"), start=1):
        written(office(f"示例市{name}", city), *SENTENCES, month=month)
    last = written(office("示例市林业局", city), *SENTENCES, month=11)
    with django_assert_max_num_queries(11):
        assert len(copied(last)) == 1


def test_the_public_page_names_the_source_and_marks_every_shared_sentence(city: Agency) -> None:
    first = written(office("示例市水务局", city), *SENTENCES)
    second = written(office("示例市林业局", city), *SENTENCES[:7], OTHER[0], month=2)
    page = text(Client().get(reverse("report-detail", args=[second.agency.slug, 2023])))
    assert f'<a href="/reports/{first.agency.slug}/2023/">{first.title}</a>' in page
    assert "有88%的句子（不计数字）与此前已公开的另一份报告相同。" in page
    marked = re.findall(r"<mark[^>]*><a [^>]*>([^<]+)</a></mark>", page)
    assert marked == list(SENTENCES[:7])
    ids = re.findall(r'<mark[^>]* id="([^"]+)"', page)
    assert len(ids) == 1


def test_staff_see_both_texts_side_by_side(city: Agency) -> None:
    agency = office("示例市林业局", city)
    first = written(office("示例市水务局", city), *SENTENCES)
    draft = written(agency, OTHER[0], *SENTENCES, state="draft", published_at=None)
    client = signed_in("chen", *CLERK)
    (found,) = copied(draft)
    address = reverse("admin:reports_report_side_by_side", args=[draft.pk])
    address += f"?check={quote(found.check, safe='')}"
    assert address in text(client.get(reverse("admin:reports_report_change", args=[draft.pk])))
    page = text(client.get(address))
    assert first.title in page
    assert "两文有8句相同" in page
    for number, sentence in enumerate(SENTENCES, start=1):
        assert f'<mark id="mine-{number}"><a href="#theirs-{number}">{sentence}</a></mark>' in page
        assert f'<mark id="theirs-{number}"><a href="#mine-{number}">{sentence}</a></mark>' in page


def test_a_check_that_compares_nothing_leads_back_to_the_report(city: Agency) -> None:
    draft = written(office("示例市林业局", city), *OTHER, state="draft")
    client = signed_in("chen", *CLERK)
    for code in ("", "prose/copied/0000000000", "<script>"):
        address = reverse("admin:reports_report_side_by_side", args=[draft.pk])
        answer = client.get(address, {"check": code})
        assert answer.status_code == 302


def test_publishing_keeps_the_sentences(city: Agency) -> None:

    draft = written(office("示例市水务局", city), *SENTENCES, state="draft")
    assert not SentencePrint.objects.filter(report=draft).exists()
    released(draft)
    assert SentencePrint.objects.filter(report=draft).count() == 9
