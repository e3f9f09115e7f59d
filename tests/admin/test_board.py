"""The supervising office's board: how each body stands, reminding, confirming receipts; handing in itself."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reports.models import Account, Agency, Event, HandIn, Reminder, Report
from reports.services import handins
from reports.services.revisions import NotAllowed
from tests.admin.pages import fields, signed_in, text
from tests.factories import SHANGHAI, make_account, make_agency, make_publisher, make_report

pytestmark = pytest.mark.django_db
BOARD = "/admin/board/"
BEGUN = date(2020, 1, 1)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2025, 7, 1, 12, tzinfo=SHANGHAI))


@pytest.fixture
def city() -> Agency:
    return make_agency("示例市人民政府", slug="shi", kind="government", valid_from=BEGUN)


@pytest.fixture
def bodies(city: Agency) -> dict[str, Agency]:
    """Under the city: each named for how it stands with its report on 2024; all due on 31 January 2025."""
    days = {
        "当天": datetime(2025, 1, 31, 23, 59),
        "次日": datetime(2025, 2, 1, 0, 0),
        "不明": None,
    }
    made = {}
    for name, day in days.items():
        made[name] = make_agency(name, slug=f"b{len(made)}", parent=city, valid_from=BEGUN)
        moment = day.replace(tzinfo=SHANGHAI) if day else None
        make_report(agency=made[name], year=2024, form_id="", title=f"{name}报告", published_at=moment)
    made["未发"] = make_agency("未发", slug="never", parent=city, valid_from=BEGUN)
    return made


def supervisor(agency: Agency | None) -> Client:
    client = Client()
    client.force_login(make_account("sun", "supervisor", agency=agency))
    return client


def rows(answer) -> dict[str, tuple[str, int]]:
    assert answer.status_code == 200
    return {
        row.standing.agency.name: (row.standing.standing.value, row.days_over)
        for row in answer.context["rows"]
    }


def test_the_due_day_itself_is_in_time_and_the_next_is_a_day_late(city, bodies):
    found = rows(supervisor(city).get(BOARD, {"year": "2024"}))
    assert found == {
        "当天": ("on_time", 0),
        "次日": ("late", 1),
        "不明": ("published", 0),
        "未发": ("not_published", 151),
        "示例市人民政府": ("not_published", 92),
    }


def test_a_government_has_until_the_end_of_march(city):
    report = make_report(
        agency=city, year=2024, form_id="", published_at=datetime(2025, 3, 31, 23, 59, tzinfo=SHANGHAI)
    )
    assert rows(supervisor(city).get(BOARD))["示例市人民政府"] == ("on_time", 0)
    Report.objects.filter(pk=report.pk).update(published_at=datetime(2025, 4, 1, 0, 0, tzinfo=SHANGHAI))
    assert rows(supervisor(city).get(BOARD))["示例市人民政府"] == ("late", 1)


def test_each_due_day_is_told_with_how_many_kept_it(city, bodies):
    page = text(supervisor(city).get(BOARD))
    assert "截至 2025-01-31：应发布 4 个，按时 1 个" in page
    assert "截至 2025-03-31：应发布 1 个，按时 0 个" in page
    assert "2025年2月" not in page


def test_it_is_narrowed_and_sorted(city, bodies):
    client = supervisor(city)
    Report.objects.filter(title="当天报告").update(superseded_at=timezone.now())
    make_report(agency=bodies["当天"], year=2024, form_id="", revision=2, checks_failed=3)
    handins.hand_in(report=Report.objects.get(title="次日报告"), by=make_publisher())
    for asked, found in {
        "late": {"次日"},
        "not_published": {"未发", "示例市人民政府"},
        "published": {"不明"},
        "corrected": {"当天"},
        "to-hand-in": {"当天", "不明"},
        "to-receive": {"次日"},
        "received": set(),
        "failing": {"当天"},
        "nonsense": {"当天", "次日", "不明", "未发", "示例市人民政府"},
    }.items():
        assert set(rows(client.get(BOARD, {"standing": asked}))) == found, asked
    assert next(iter(rows(client.get(BOARD, {"sort": "late"})))) == "未发"
    assert next(iter(rows(client.get(BOARD, {"sort": "findings"})))) == "当天"


@pytest.mark.parametrize("year", ["", "x", "9" * 30, "1900", "2099", "-1", "2024'"])
def test_a_year_that_is_none_gives_way_to_the_latest(city, bodies, year):
    assert supervisor(city).get(BOARD, {"year": year}).context["board"].year == 2024


def test_a_hand_in_is_outdated_by_a_correction(city, bodies):
    report = Report.objects.get(title="当天报告")
    handins.hand_in(report=report, by=make_publisher())
    assert rows(supervisor(city).get(BOARD, {"standing": "outdated"})) == {}
    Report.objects.filter(pk=report.pk).update(superseded_at=timezone.now())
    make_report(agency=bodies["当天"], year=2024, form_id="", revision=2)
    page = supervisor(city).get(BOARD, {"standing": "outdated"})
    assert set(rows(page)) == {"当天"}
    assert "报送后已更正" in text(page)


def test_another_office_sees_nothing_and_reminds_nobody(city, bodies):
    other = supervisor(make_agency("乙县人民政府", slug="yi", kind="government", valid_from=date(2025, 1, 1)))
    assert rows(other.get(BOARD)) == {}
    sent = {"year": "2024", "agency": str(bodies["未发"].pk), "_do": "1", "text": "请发布"}
    assert other.post("/admin/board/remind/", sent).status_code == 404
    report = Report.objects.get(title="当天报告")
    made = handins.hand_in(report=report, by=make_publisher())
    for form in ({"hand_in": made.pk}, {"agency": bodies["当天"].pk}):
        answer = other.post("/admin/board/receive/", {"year": "2024", "_do": "1", **form}, follow=True)
        assert "请勾选" in text(answer)
    assert not Reminder.objects.exists()
    assert HandIn.objects.get().received_at is None


@pytest.mark.parametrize(
    "path", [BOARD, "/admin/board/file/", "/admin/board/remind/", "/admin/board/receive/"]
)
def test_the_board_is_for_supervising_offices(bodies, path):
    client = signed_in("chen", "editor", "reviewer", "publisher", "auditor")
    answer = client.get(path) if path == BOARD else client.post(path, {"year": "2024"})
    assert answer.status_code == 403
    assert Client().get(path).status_code == 302


def test_reminding_shows_whom_first_and_does_it_once(city, bodies):
    client = supervisor(city)
    ticked = {"year": "2024", "agency": [bodies["未发"].pk, city.pk, bodies["当天"].pk]}
    page = client.post("/admin/board/remind/", ticked)
    shown = text(page)
    assert "将催报以下 2 个机构" in shown and "已发布报告，不再催报" in shown
    assert shown.index("示例市人民政府</strong>") < shown.index('name="text"')
    assert not Reminder.objects.exists()
    sent = {"year": "2024", "agency": [bodies["未发"].pk, city.pk], "_do": "1"}
    assert "请填写此项" in text(client.post("/admin/board/remind/", sent | {"text": " "}))
    answer = client.post("/admin/board/remind/", sent | {"text": "请于7月15日前发布。"})
    assert answer.status_code == 302
    told = text(client.get(answer["Location"]))
    assert "2 项已办理" in told and "未发" in told
    client.get(answer["Location"])
    assert {one.agency.name for one in Reminder.objects.all()} == {"未发", "示例市人民政府"}
    assert Event.objects.filter(act="reminded").count() == 2
    assert set(rows(client.get(BOARD, {"standing": "reminded"}))) == {"未发", "示例市人民政府"}


@pytest.mark.parametrize(
    "form", [{}, {"year": "2024"}, {"year": "x", "agency": "own"}, {"year": "2024", "agency": "9" * 40}]
)
def test_nothing_ticked_is_said_and_nothing_done(city, bodies, form):
    if form.get("agency") == "own":
        form = form | {"agency": str(city.pk)}
    answer = supervisor(city).post("/admin/board/remind/", form | {"_do": "1", "text": "请"}, follow=True)
    assert "请勾选尚未发布报告的机构" in text(answer)
    assert not Reminder.objects.exists()


def test_an_agency_that_never_was_is_not_found_and_the_try_written_down(city, bodies):
    unknown = Agency.objects.latest("pk").pk + 1
    ticked = {"year": "2024", "agency": [str(unknown)], "_do": "1", "text": "请"}
    assert supervisor(city).post("/admin/board/remind/", ticked).status_code == 404
    assert Event.objects.get(act="denied").agency_id is None
    connection.check_constraints()


def test_words_with_markup_are_shown_as_words(city, bodies):
    client = supervisor(city)
    sent = {"year": "2024", "agency": [bodies["未发"].pk], "_do": "1", "text": "<script>alert(1)</script>'--"}
    client.post("/admin/board/remind/", sent)
    chen = Client()
    chen.force_login(make_account("chen", "editor", agency=bodies["未发"]))
    page = text(chen.get("/admin/"))
    assert "&lt;script&gt;alert(1)" in page and "<script>alert" not in page


def test_receipts_are_confirmed_after_a_look_with_a_remark_for_the_agency(city, bodies):
    client, report = supervisor(city), Report.objects.get(title="当天报告")
    made = handins.hand_in(report=report, by=make_publisher())
    page = client.post("/admin/board/receive/", {"year": "2024", "agency": [bodies["当天"].pk]})
    assert "将以您的名义" in text(page) and made.number in text(page)
    form = {"year": "2024", "hand_in": [made.pk], "_do": "1", "text": "数据完整"}
    told = text(client.post("/admin/board/receive/", form, follow=True))
    assert "1 项已办理" in told
    made.refresh_from_db()
    assert (made.received_by.username, made.remark) == ("sun", "数据完整")
    again = text(client.post("/admin/board/receive/", form, follow=True))
    assert "请勾选已报送且尚未签收的机构" in again
    zhao = signed_in("zhao", "publisher").get(f"/admin/reports/report/{report.pk}/change/")
    assert "数据完整" in text(zhao) and made.number in text(zhao)


def test_the_download_is_guarded_and_written_down(city, bodies):
    Agency.objects.filter(pk=bodies["未发"].pk).update(name='=HYPERLINK("http://x")')
    client = supervisor(city)
    assert client.get("/admin/board/file/").status_code == 405
    answer = client.post("/admin/board/file/", {"year": "2024", "standing": "not_published"})
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("机构,行政区划代码,截止日,")
    assert len(lines) == 3
    assert any(line.startswith("\"'=HYPERLINK") for line in lines)
    event = Event.objects.get(act="exported")
    assert (event.subject_kind, event.changes) == ("board", {"filter": ["", "2024 not_published"]})


def test_it_costs_the_same_however_many_bodies(city, bodies):
    def cost() -> int:
        client = supervisor(city)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(BOARD, {"year": "2024"}).status_code == 200
        return len(captured)

    before = cost()
    for number in range(20):
        body = make_agency(f"更多{number}", slug=f"more-{number}", parent=city, valid_from=BEGUN)
        report = make_report(agency=body, year=2024, form_id="")
        handins.hand_in(report=report, by=make_publisher())
        handins.remind(agency=body, year=2024, text="请", by=Account.objects.get(username="sun"))
    assert cost() == before


# Handing in


def test_a_publisher_hands_in_from_the_reports_page_and_gets_a_receipt_to_print(city, bodies):
    report, zhao = Report.objects.get(title="当天报告"), signed_in("zhao", "publisher")
    change = f"/admin/reports/report/{report.pk}/change/"
    way = f"/admin/reports/report/{report.pk}/hand-in/"
    assert way in text(zhao.get(change))
    assert "报送公众目前看到的这一版" in text(zhao.get(way))
    assert not HandIn.objects.exists()
    receipt = zhao.post(way, fields(zhao.get(way), ""), follow=True)
    made = HandIn.objects.get()
    assert f"2024-{city.pk:04d}-00001" == made.number
    assert made.number in text(receipt) and "尚未签收" in text(receipt)
    assert way not in text(zhao.get(change)) and made.number in text(zhao.get(change))
    assert "已经报送" in text(zhao.post(way, follow=True))
    sun = text(supervisor(city).get(f"/admin/reports/report/{report.pk}/receipt/{made.pk}/"))
    assert 'action="/admin/board/receive/"' in sun


def test_what_cannot_be_handed_in_says_why(city, bodies):
    zhao = signed_in("zhao", "publisher")
    for report, why in (
        (make_report(agency=city, year=2024, form_id=""), "没有上级机构"),
        (make_report(agency=bodies["当天"], year=2023, form_id="", state="draft"), "请先发布"),
    ):
        way = f"/admin/reports/report/{report.pk}/hand-in/"
        assert why in text(zhao.get(way))
        assert way not in text(zhao.get(f"/admin/reports/report/{report.pk}/change/"))
        assert zhao.post(way, follow=True).status_code == 200
    assert not HandIn.objects.exists()


def test_only_publishers_of_the_agency_hand_in_and_a_receipt_is_of_its_own_report(city, bodies):
    report = Report.objects.get(title="当天报告")
    way = f"/admin/reports/report/{report.pk}/hand-in/"
    assert signed_in("chen", "editor").post(way).status_code == 403
    other = Client()
    other.force_login(make_account("wang", "publisher", agency=bodies["次日"]))
    assert other.post(way).status_code == 404
    made = handins.hand_in(report=report, by=make_publisher())
    assert other.get(f"/admin/reports/report/{report.pk}/receipt/{made.pk}/").status_code == 404
    foreign = Report.objects.get(title="次日报告")
    receipt = reverse("admin:reports_report_receipt", args=[foreign.pk, made.pk])
    assert other.get(receipt).status_code == 404


def test_no_office_confirms_what_it_handed_in_itself_nor_what_went_to_another(city, bodies):
    province = make_agency("示例省人民政府", slug="sheng", kind="government", valid_from=BEGUN)
    Agency.objects.filter(pk=city.pk).update(parent=province)
    own = make_report(agency=Agency.objects.get(pk=city.pk), year=2024, form_id="", title="市政府报告")
    made = handins.hand_in(report=own, by=make_publisher())
    sun = supervisor(city)
    board = sun.get(reverse("admin:board"), {"year": "2024", "standing": "to-receive"})
    assert rows(board) == {}
    assert "待签收" not in text(sun.get(reverse("admin:index")))
    receipt = f"/admin/reports/report/{own.pk}/receipt/{made.pk}/"
    assert 'action="/admin/board/receive/"' not in text(sun.get(receipt))
    sent = {"year": "2024", "agency": [str(city.pk)], "hand_in": [str(made.pk)], "_do": "", "text": ""}
    sun.post(reverse("admin:board_receive"), sent)
    with pytest.raises(NotAllowed):
        handins.receive(hand_in=made, by=Account.objects.get(username="sun"))
    made.refresh_from_db()
    assert made.received_at is None

    above = Client()
    above.force_login(make_account("shen", "supervisor", agency=province))
    assert set(rows(above.get(reverse("admin:board"), {"year": "2024", "standing": "to-receive"}))) == {
        city.name
    }
    above.post(reverse("admin:board_receive"), sent)
    made.refresh_from_db()
    assert made.received_by.username == "shen"


def test_who_has_nobody_above_does_not_owe_a_hand_in(city, bodies):
    make_report(agency=city, year=2024, form_id="", title="市政府报告")
    answer = supervisor(city).get(reverse("admin:board"), {"year": "2024", "standing": "to-hand-in"})
    assert set(rows(answer)) == {"当天", "次日", "不明"}
