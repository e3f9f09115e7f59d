"""What was checked is sent once, and the receipt tells number, query code and the provisional last day."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from reports.models import ApplicantNotice, Application, ApplicationDraft, CaseFile, DraftFile
from reports.services import applications, applyguard, casefiles
from reports.services.throttle import Limit
from tests.views.applying import FORM, GIVEN, applied, filled, hidden, pass_time, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def agency(police):
    return police


def code_of(page: str) -> str:
    found = re.search(r"<dd>([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</dd>", page)
    assert found
    return found[1]


def solved(question: str) -> str:
    """The answer to "三加五等于多少？"."""
    figures = "零一二三四五六七八九"
    found = re.search(r"(.)加(.)等于多少", question)
    assert found
    return str(figures.index(found[1]) + figures.index(found[2]))


def test_the_case_holds_what_was_checked(client: Client, monkeypatch, police) -> None:
    applied(client, monkeypatch)
    case = Application.objects.select_related("applicant").get()
    assert (case.agency, case.kind, case.channel) == (police, "application", "online")
    assert (case.applicant_kind, case.medium, case.way) == ("natural_person", "electronic", "online")
    assert case.description == "2023年示例路改造工程的预算"
    assert case.reference == "示政〔2023〕7号"
    assert (case.arrived_on, case.received_on, case.state) == (date(2025, 7, 1), None, "registered")
    who = case.applicant
    assert (who.name, who.identity_kind, who.identity_number) == ("林晓月", "resident", "350203199001011248")
    assert (who.telephone, who.email) == ("13800138000", "lin.xiaoyue@example.com")


@pytest.mark.parametrize("kind", ["correction", "complaint"])
def test_a_correction_and_a_complaint_go_the_same_way(client: Client, monkeypatch, kind: str) -> None:
    page = applied(client, monkeypatch, f"{FORM}{kind}/")
    case = Application.objects.get()
    assert (case.kind, case.medium) == (kind, "")
    assert ("2025-07-29" in page) == (kind == "correction")


def test_the_receipt_tells_number_code_and_last_day(client: Client, monkeypatch) -> None:
    page = applied(client, monkeypatch)
    case = Application.objects.get()
    assert case.number in page
    assert applications.opened(case.number, code_of(page)) == case
    # Tuesday 1 July, then 2-4 (3), 7-11 (8), 14-18 (13), 21-25 (18), Monday 28 (19), Tuesday 29 July (20)
    assert "预计最迟 2025-07-29 答复" in page
    assert "第三十一条" in page and "第三十三条" in page
    assert "林晓月" not in page and "350203199001011248" not in page


def test_the_review_shows_everything_and_how_the_day_is_counted(client: Client) -> None:
    filled(client)
    page = client.get(f"{FORM}review/").content.decode()
    for text in GIVEN.values():
        if text not in ("natural_person", "resident", "electronic", "online"):
            assert text in page
    for label in ("自然人", "居民身份证", "2025-07-29", "2025年7月1日", "办结满 2 年", "办结满 5 年"):
        assert label in page


def test_a_reload_shows_the_receipt_again_for_half_an_hour(client: Client, monkeypatch) -> None:
    code = code_of(applied(client, monkeypatch))
    pass_time(monkeypatch, minutes=29)
    assert code in client.get(f"{FORM}receipt/").content.decode()
    assert client.get(f"{FORM}receipt/", headers={"Cookie": ""}).status_code in (200, 404)
    assert Client().get(f"{FORM}receipt/").status_code == 404
    pass_time(monkeypatch, minutes=2)
    answer = client.get(f"{FORM}receipt/")
    assert answer.status_code == 404 and code not in answer.content.decode()


def test_the_receipt_can_be_hidden_at_once(client: Client, monkeypatch) -> None:
    applied(client, monkeypatch)
    assert client.post(f"{FORM}receipt/")["Location"] == f"{FORM}receipt/"
    assert client.get(f"{FORM}receipt/").status_code == 404
    assert not ApplicationDraft.objects.exists()


def test_a_second_click_files_nothing_and_leads_to_the_same_receipt(client: Client, monkeypatch) -> None:
    filled(client)
    pass_time(monkeypatch, minutes=3)
    seen = hidden(client.get(f"{FORM}review/").content.decode(), "seen")
    first, second = (client.post(f"{FORM}review/", {"seen": seen}) for _ in range(2))
    assert first["Location"] == second["Location"] == f"{FORM}receipt/"
    assert Application.objects.count() == 1
    assert Application.objects.get().number in client.get(f"{FORM}receipt/").content.decode()


def test_the_form_brought_back_by_the_back_button_files_nothing_again(client: Client, monkeypatch) -> None:
    stamp = hidden(client.get(FORM).content.decode(), "stamp")
    client.post(FORM, {**GIVEN, "stamp": stamp})
    pass_time(monkeypatch, minutes=3)
    sent(client)
    assert client.post(FORM, {**GIVEN, "stamp": stamp})["Location"] == f"{FORM}receipt/"
    assert client.get(f"{FORM}review/")["Location"] == f"{FORM}receipt/"
    assert Application.objects.count() == 1


def test_another_application_to_the_same_agency_is_possible_at_once(client: Client, monkeypatch) -> None:
    first = code_of(applied(client, monkeypatch))
    assert "您刚才提交的内容已经收到" in client.get(FORM).content.decode()
    second = code_of(applied(client, monkeypatch, description="2024年的预算"))
    assert first != second and Application.objects.count() == 2


def test_what_was_changed_in_another_window_is_read_before_it_is_sent(client: Client, monkeypatch) -> None:
    filled(client)
    pass_time(monkeypatch, minutes=3)
    seen = hidden(client.get(f"{FORM}review/").content.decode(), "seen")
    filled(client, description="另一件事")
    answer = client.post(f"{FORM}review/", {"seen": seen})
    assert answer.status_code == 409 and "另一件事" in answer.content.decode()
    assert not Application.objects.exists()


def test_files_become_those_of_the_case(client: Client, monkeypatch) -> None:
    applied(client, monkeypatch, files=[SimpleUploadedFile("线索.txt", "见公告".encode())])
    kept = CaseFile.objects.get()
    assert (kept.role, kept.name, casefiles.read(kept)) == ("uploaded", "线索.txt", "见公告".encode())
    assert not DraftFile.objects.exists()


def test_nothing_is_left_of_the_draft_but_the_receipt(client: Client, monkeypatch) -> None:
    applied(client, monkeypatch)
    left = ApplicationDraft.objects.get()
    assert left.agency is None
    assert "林晓月" not in left.answers and "预算" not in left.answers
    pass_time(monkeypatch, minutes=31)
    other = Client()
    applied(other, monkeypatch)
    assert not ApplicationDraft.objects.filter(pk=left.pk).exists()


def test_a_review_without_a_draft_or_with_errors_leads_to_the_form(client: Client) -> None:
    assert client.get(f"{FORM}review/")["Location"] == FORM
    assert client.post(f"{FORM}review/", {"seen": ""})["Location"] == FORM
    filled(client, name="")
    assert client.get(f"{FORM}review/")["Location"] == FORM
    assert not Application.objects.exists()


@pytest.mark.parametrize(("seconds", "is_asked"), [(7, True), (8, False)])
def test_who_is_quicker_than_a_person_is_asked_a_question(
    client: Client, monkeypatch, seconds: int, is_asked: bool
) -> None:
    filled(client)
    pass_time(monkeypatch, seconds=seconds)
    answer = sent(client)
    assert answer.status_code == (400 if is_asked else 302)
    assert Application.objects.exists() != is_asked


@pytest.mark.parametrize("way", ["figures", "full width", "words"])
def test_the_right_answer_opens_the_way(client: Client, way: str) -> None:
    filled(client, website="https://spam.example")
    page = client.get(f"{FORM}review/").content.decode()
    right = solved(page)
    typed = {"figures": right, "full width": chr(ord("０") + int(right)) if len(right) == 1 else right,
             "words": "零一二三四五六七八九十"[int(right)]}[way]  # fmt: skip
    given = {"seen": hidden(page, "seen"), "question": hidden(page, "question"), "answer": typed}
    assert client.post(f"{FORM}review/", given).status_code == 302
    assert Application.objects.count() == 1


@pytest.mark.parametrize("typed", ["", "99", "<script>", "\0", "1" * 1000])
def test_a_wrong_answer_gets_a_new_question_and_sends_nothing(client: Client, typed: str) -> None:
    filled(client, website="x")
    page = client.get(f"{FORM}review/").content.decode()
    given = {"seen": hidden(page, "seen"), "question": hidden(page, "question"), "answer": typed}
    answer = client.post(f"{FORM}review/", given)
    assert answer.status_code == 400
    assert hidden(answer.content.decode(), "question") not in ("", given["question"])
    assert not Application.objects.exists()


def test_a_question_is_answered_once_and_none_can_be_made_up(client: Client) -> None:
    sealed = applyguard.new_question()
    right = solved(applyguard.question(sealed))
    assert not applyguard.is_answered("made up", right)
    assert not applyguard.is_answered(applyguard.new_stamp(), right)
    assert applyguard.is_answered(sealed, right)
    assert not applyguard.is_answered(sealed, right)


def test_a_form_without_its_stamp_is_asked_too(client: Client, monkeypatch) -> None:
    client.post(FORM, {**GIVEN, "stamp": "forged"})
    pass_time(monkeypatch, hours=1)
    assert hidden(client.get(f"{FORM}review/").content.decode(), "question")


def test_after_three_from_one_network_the_question_is_asked_and_others_are_not_touched(
    client: Client, monkeypatch
) -> None:
    for _ in range(3):
        applied(Client(), monkeypatch)
    filled(client)
    pass_time(monkeypatch, minutes=3)
    assert hidden(client.get(f"{FORM}review/").content.decode(), "question")
    elsewhere = client.get(f"{FORM}review/", REMOTE_ADDR="203.0.113.9").content.decode()
    assert not hidden(elsewhere, "question")


@pytest.mark.parametrize("limit", ["SENDS", "TO_AGENCY"])
def test_a_limit_keeps_the_draft_and_says_what_to_do(client: Client, monkeypatch, limit: str) -> None:
    monkeypatch.setattr(applyguard, limit, Limit("test-limit", 1, timedelta(hours=1)))
    applied(Client(), monkeypatch)
    filled(client)
    pass_time(monkeypatch, minutes=3)
    answer = sent(client)
    assert answer.status_code == 429
    assert "您的申请尚未提交，草稿已保留" in answer.content.decode()
    assert Application.objects.count() == 1
    assert "林晓月" in client.get(f"{FORM}review/").content.decode()


def test_the_receipt_notice_is_queued_where_there_is_mail(
    client: Client, monkeypatch, settings: Settings
) -> None:
    settings.HAS_MAIL = True
    page = applied(client, monkeypatch)
    assert [notice.code for notice in ApplicantNotice.objects.all()] == ["receipt"]
    assert "邮件将发往您的电子邮箱" in page
    applied(Client(), monkeypatch, email="")
    assert ApplicantNotice.objects.count() == 1


def test_the_review_costs_the_same_whatever_is_there(
    client: Client, monkeypatch, django_assert_max_num_queries
) -> None:
    for _ in range(2):
        applied(Client(), monkeypatch)
    filled(client)
    for page, most in ((FORM, 6), (f"{FORM}review/", 8)):
        with django_assert_max_num_queries(most):
            client.get(page)
