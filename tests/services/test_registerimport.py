"""The register an agency kept before: read line by line, shown, taken whole or not at all, and counted."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import Workbook

from reports.domain.document import Unreadable
from reports.domain.roles import Role
from reports.domain.statform.definition import CellKey
from reports.models import Account, Agency, Applicant, Application, CaseStep, Event
from reports.queries import reconciling
from reports.queries.access import Denied
from reports.services import registerimport, yearly
from reports.services.registerimport import BadTable
from reports.services.revisions import Refused
from tests.factories import make_account, make_agency

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
HEAD = (
    "登记簿编号,申请渠道,申请人类型,申请人姓名或者名称,联系电话,所需政府信息,到达日期,法定收到日期,"
    "通知补正日期,补正期限,补正日期,延期日期,撤回日期,答复日期,办理结果"
)
GOOD = [
    "2024-1,邮寄,自然人,林晓月,13800138000,示例路预算,2024-03-04,2024-03-04,,,,,,2024-03-11,3.1",
    "2024-2,网上,商业企业,示例建材有限公司,,示例项目批文,2024/5/6,2024年5月7日,2024-05-09,2024-05-23,2024-05-20,,,2024-06-17,保护第三方合法权益",
    "2024-3,当面,个人,林晓月,,示例信息,2024.12.2,2024-12-02,,,,,,,",
    "2024-4,传真,科研机构,示例大学,,示例信息,2024-06-03,2024-06-04,,,,,2024-06-10,,",
]


def caseworker(agency: Agency) -> Account:
    return make_account("sun", Role.CASEWORKER, agency=agency)


def csv(*lines: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *lines]).encode()


def look_over(agency: Agency, data: bytes) -> registerimport.Preview:
    return registerimport.look_over(data, agency=agency, by=caseworker(agency), today=TODAY)


def carry_out(agency: Agency, data: bytes) -> int:
    digest = look_over(agency, data).digest
    return registerimport.carry_out(data, digest=digest, agency=agency, by=caseworker(agency), today=TODAY)


def test_what_is_shown_is_stored_and_counted_in_its_year() -> None:
    agency = make_agency()
    preview = look_over(agency, csv(*GOOD))
    assert [one.faults for one in preview.lines] == [(), (), (), ()]
    assert (preview.counts["new"], preview.may_be_done) == (4, True)
    assert not Application.objects.exists()
    assert carry_out(agency, csv(*GOOD)) == 4
    first, second, third, fourth = Application.objects.order_by("serial")
    assert (first.number, first.channel, first.outcome, first.closed_on) == (
        f"2024-{agency.pk:04d}-00001",
        "registered_post",
        "already_public",
        date(2024, 3, 11),
    )
    assert (second.arrived_on, second.received_on, second.outcome) == (
        date(2024, 5, 6),
        date(2024, 5, 7),
        "trade_secret",
    )
    assert [step.kind for step in second.steps.order_by("number")] == [
        "register",
        "accept",
        "ask_supplement",
        "supplement",
        "answer",
    ]
    assert (third.state, third.due_on) == ("accepted", date(2024, 12, 30))
    assert (fourth.state, fourth.outcome) == ("withdrawn", "withdrawn")
    assert first.applicant.name == "林晓月" and first.applicant.telephone == "13800138000"
    cells = reconciling.counted_cells(yearly.count(agency, 2024))
    expected = {
        ("1", "total"): 4,
        ("3.1", "natural_person"): 1,
        ("3.3.4", "business"): 1,
        ("3.6.3", "research"): 1,
        ("4", "total"): 1,
    }
    assert {key: cells[CellKey("applications", *key)] for key in expected} == expected


def test_the_same_table_again_changes_nothing_and_says_so() -> None:
    agency = make_agency()
    carry_out(agency, csv(*GOOD))
    preview = look_over(agency, csv(*GOOD))
    assert (preview.counts["known"], preview.may_be_done) == (4, False)
    with pytest.raises(BadTable):
        carry_out(agency, csv(*GOOD))
    assert Application.objects.count() == 4


def test_a_longer_table_adds_what_is_new() -> None:
    agency = make_agency()
    carry_out(agency, csv(*GOOD[:2]))
    assert carry_out(agency, csv(*GOOD)) == 2
    assert [one.serial for one in Application.objects.order_by("serial")] == [1, 2, 3, 4]


def test_the_same_number_at_another_agency_is_another_case() -> None:
    carry_out(make_agency(), csv(GOOD[0]))
    other = make_agency("示例市教育局")
    assert carry_out(other, csv(GOOD[0])) == 1


@pytest.mark.parametrize(
    ("line", "column", "word"),
    [
        (",邮寄,自然人,林晓月,,x,2024-03-04,,,,,,,,", "登记簿编号", "未填写"),
        ("1,飞鸽,自然人,林晓月,,x,2024-03-04,,,,,,,,", "申请渠道", "飞鸽"),
        ("1,邮寄,神仙,林晓月,,x,2024-03-04,,,,,,,,", "申请人类型", "神仙"),
        ("1,邮寄,自然人,林晓月,,x,昨天,,,,,,,,", "到达日期", "昨天"),
        ("1,邮寄,自然人,林晓月,,x,2024-02-30,,,,,,,,", "到达日期", "2024-02-30"),
        ("1,邮寄,自然人,林晓月,,x,1999-02-03,,,,,,,,", "到达日期", "2008年5月1日"),
        ("1,邮寄,自然人,林晓月,,x,2024-03-04,2024-03-04,,,,,,2024-03-11,", "办理结果", "未填写"),
        ("1,邮寄,自然人,林晓月,,x,2024-03-04,2024-03-04,,,,,,,3.1", "答复日期", "未填写"),
        ("1,邮寄,自然人,林晓月,,x,2024-03-04,2024-03-04,,,,,,2024-03-11,9.9", "办理结果", "9.9"),
        ("1,邮寄,自然人,林晓月,,x,2024-03-04,2024-03-01,,,,,,,", "确认收到", "2024年3月4日"),
        ("1,邮寄,自然人,林晓月,,x,2024-03-04,,,,,,,2024-03-11,3.1", "答复", "待确认收到"),
        ("1,邮寄,自然人,林晓月,,x,2030-03-04,,,,,,,,", "登记", "将来"),
        ("1,邮寄,自然人,林晓月,,x,2024-03-04,2024-03-04,2024-03-05,,,,,,", "通知补正", "期限"),
        (f"1,邮寄,自然人,{'长' * 121},,x,2024-03-04,,,,,,,,", "申请人姓名", "120"),
    ],
)
def test_a_wrong_cell_is_named_with_its_line_and_nothing_of_the_table_is_stored(
    line: str, column: str, word: str
) -> None:
    agency = make_agency()
    preview = look_over(agency, csv(GOOD[0], line))
    wrong = [one for one in preview.lines if one.faults]
    assert [one.number for one in wrong] == [3]
    assert column in " ".join(wrong[0].faults) and word in " ".join(wrong[0].faults)
    with pytest.raises(BadTable):
        carry_out(agency, csv(GOOD[0], line))
    assert not Application.objects.exists() and not Applicant.objects.exists()


def test_a_number_that_stands_twice_is_wrong_the_second_time() -> None:
    preview = look_over(make_agency(), csv(GOOD[0], GOOD[0]))
    assert [bool(one.faults) for one in preview.lines] == [False, True]
    assert "第2行" in preview.lines[1].faults[0]


def test_what_was_late_is_taken_as_it_was_and_noted() -> None:
    agency = make_agency()
    late = "1,邮寄,自然人,林晓月,,x,2024-03-04,2024-03-04,2024-05-06,2024-05-20,2024-05-13,,,2024-09-02,3.1"
    preview = look_over(agency, csv(late))
    assert preview.lines[0].notes and not preview.lines[0].faults
    assert carry_out(agency, csv(late)) == 1


def test_an_extension_of_the_past_keeps_its_day_of_consent_and_is_noted_without_one() -> None:
    agency = make_agency()
    line = "{n},邮寄,自然人,林晓月,,x,2024-03-04,2024-03-04,,,,2024-04-01,,,,{day}"
    data = csv(line.format(n=1, day=""), line.format(n=2, day="2024-03-29"), head=HEAD + ",延期同意日期")
    first, second = look_over(agency, data).lines
    assert "同意" in first.notes[0] and not second.notes and not first.faults
    assert carry_out(agency, data) == 2
    kept = CaseStep.objects.filter(kind="extend").order_by("application__serial")
    assert [one.detail for one in kept] == [{}, {"consent_on": "2024-03-29"}]


def test_cases_before_15_may_2019_follow_the_text_of_2007() -> None:
    agency = make_agency()
    carry_out(agency, csv("1,邮寄,自然人,林晓月,,x,2019-05-13,2019-05-13,,,,,,,"))
    # 15 working days after Monday 13 May 2019: 14–17 (4), 20–24 (9), 27–31 (14), Monday 3 June.
    assert Application.objects.get().due_on == date(2019, 6, 3)


def test_names_are_masked_in_the_preview_and_stand_in_no_event() -> None:
    agency = make_agency()
    preview = look_over(agency, csv(*GOOD))
    assert "林晓月" not in str(preview) and "示例建材有限公司" not in str(preview)
    carry_out(agency, csv(*GOOD))
    event = Event.objects.latest("sequence")
    assert (event.act, event.agency, event.changes["cases"]) == ("imported", agency, ["", "4"])
    assert "林晓月" not in str(event.hashed)


def test_excel_is_read_with_its_real_dates() -> None:
    book = Workbook()
    book.active.append(HEAD.split(","))
    book.active.append(
        [
            "7",
            "邮寄",
            "自然人",
            "林晓月",
            "",
            "x",
            date(2024, 3, 4),
            date(2024, 3, 4),
            *[None] * 5,
            date(2024, 3, 11),
            "3.1",
        ]
    )
    file = io.BytesIO()
    book.save(file)
    agency = make_agency()
    assert carry_out(agency, file.getvalue()) == 1
    assert Application.objects.get().closed_on == date(2024, 3, 11)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", Unreadable),
        (b"\xff\xfe\x00", Exception),
        (csv(head="姓名,年龄"), BadTable),
        (csv(*GOOD, head=HEAD.replace("申请渠道", "到达日期")), BadTable),
        (csv(*GOOD, head=HEAD.replace("到达日期", "")), BadTable),
        (csv(), BadTable),
        (csv(*[f"{n},邮寄,自然人,,,x,2024-03-04,,,,,,,," for n in range(2_001)]), Unreadable),
        (b"PK\x03\x04" + b"\0" * 50, Unreadable),
    ],
)
def test_what_is_no_register_is_refused_before_anything(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        look_over(make_agency(), data)
    assert not Application.objects.exists()


def test_a_register_that_changed_meanwhile_is_shown_again_before_anything_is_done() -> None:
    agency = make_agency()
    digest = look_over(agency, csv(*GOOD)).digest
    carry_out(agency, csv(GOOD[0]))
    with pytest.raises(Refused):
        registerimport.carry_out(csv(*GOOD), digest=digest, agency=agency, by=caseworker(agency), today=TODAY)
    assert Application.objects.count() == 1


def test_only_a_caseworker_of_the_agency_imports() -> None:
    agency = make_agency()
    for other in (
        make_account("zhou", Role.EDITOR, agency=agency),
        make_account("wang", Role.CASEWORKER, agency=make_agency("示例市教育局")),
    ):
        with pytest.raises(Denied):
            registerimport.look_over(csv(*GOOD), agency=agency, by=other, today=TODAY)


def test_two_thousand_cases_are_stored_with_few_queries(django_assert_max_num_queries) -> None:
    agency = make_agency()
    data = csv(
        *[f"{n},邮寄,自然人,林晓月,,示例信息,2024-03-04,2024-03-04,,,,,,2024-03-11,3.1" for n in range(2_000)]
    )
    digest = look_over(agency, data).digest
    with django_assert_max_num_queries(220):  # SQLite takes 36 cases at once
        registerimport.carry_out(data, digest=digest, agency=agency, by=caseworker(agency), today=TODAY)
    assert CaseStep.objects.count() == 6_000
