"""Following a case by number and code: what is told, to whom, and what the applicant can do."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.domain.casework import receipt
from reports.domain.casework.steps import Step, StepKind
from reports.models import Application, Event
from reports.services import applicantdoor, applications, casefiles, casework
from tests.casefactories import WHO, add_step, make_application
from tests.factories import make_account, make_agency

pytestmark = pytest.mark.django_db
K = StepKind
LOOKUP = "/progress/"
PERSONAL = [WHO[name] for name in ("name", "identity_number", "telephone", "email", "address")]


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    yield
    cache.clear()


def make_case(**fields: object) -> tuple[Application, str]:
    application = make_application(**fields)
    application.number = receipt.number(application.year, application.agency_id, application.serial)
    application.save()
    return application, applications.renew_query_code(application)


def opened(client: Client, application: Application, code: str) -> Client:
    sent = {"number": application.number, "code": receipt.grouped(code)}
    response = client.post(LOOKUP, sent)
    assert response.status_code == 302, response.content.decode()
    return client


def today() -> date:
    return timezone.localdate()


def version(client: Client) -> str:
    found = re.search(r'name="version" value="(\d+)"', client.get("/progress/case/").content.decode())
    assert found
    return found[1]


def test_number_and_code_open_the_case_with_its_state_its_day_and_how_it_is_counted(client: Client) -> None:
    day = today()
    application, code = make_case(arrived_on=day, received_on=day)
    text = opened(client, application, code).get("/progress/case/").content.decode()
    assert application.number in text
    assert "机关正在办理您的申请。" in text
    assert "确认收到（受理）" in text
    assert "第三十三条第二款" in text
    for personal in PERSONAL:
        assert personal not in text


def test_the_page_speaks_english_under_en(client: Client) -> None:
    application, code = make_case(arrived_on=today(), received_on=today())
    opened(client, application, code)
    text = client.get("/en/progress/case/").content.decode()
    assert "The agency is handling your application." in text
    assert "article 33, paragraph 2" in text
    assert not re.search(
        r"[\u4e00-\u9fff]",
        re.sub(r"(?s)<(head|header|footer).*?</\1>", "", text).replace(application.agency.name, ""),
    )


@pytest.mark.parametrize("which", ["number", "code", "both", "another's code"])
def test_a_wrong_number_and_a_wrong_code_are_answered_the_same(client: Client, which: str) -> None:
    application, code = make_case()
    _other, others = make_case()
    number = application.number if which in ("code", "another's code") else "2026-0001-99999"
    given = code if which == "number" else others if which == "another's code" else "0" * 12
    response = client.post(LOOKUP, {"number": number, "code": given})
    assert response.status_code == 400
    assert applicantdoor.NAME not in response.cookies
    assert "没有编号和查询码同时相符的申请" in response.content.decode()


@pytest.mark.parametrize(
    "typed", ["", "x", "<script>alert(1)</script>", "' OR 1=1 --", "9" * 5_000, "\u202e12"]
)
def test_what_is_no_number_or_code_is_said_so_and_shown_back_harmlessly(client: Client, typed: str) -> None:
    response = client.post(LOOKUP, {"number": typed, "code": typed})
    assert response.status_code == 400
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("page", ["/progress/case/", "/progress/case/data/", "/progress/case/files/1/"])
def test_without_the_key_every_page_of_a_case_leads_to_number_and_code(client: Client, page: str) -> None:
    make_case()
    for cookie in ("", "1", "1:abc", "1:abc:def:ghi"):
        client.cookies[applicantdoor.NAME] = cookie
        response = client.get(page)
        assert (response.status_code, response["Location"]) == (302, LOOKUP)


def test_the_key_is_for_one_case_and_ends_with_a_renewed_code(client: Client) -> None:
    application, code = make_case()
    opened(client, application, code)
    applications.renew_query_code(application)
    assert client.get("/progress/case/").status_code == 302


def test_the_key_is_kept_from_scripts_and_from_other_sites_and_says_nothing(client: Client) -> None:
    application, code = make_case()
    cookie = opened(client, application, code).cookies[applicantdoor.NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 1800)
    assert application.number not in cookie.value and code not in cookie.value


def test_no_page_of_a_case_is_kept_or_indexed(client: Client) -> None:
    application, code = make_case()
    opened(client, application, code)
    for page in ("/progress/case/", "/progress/case/data/"):
        response = client.get(page)
        assert "no-store" in response["Cache-Control"]
        assert 'content="noindex, nofollow"' in response.content.decode()


def test_leaving_takes_the_key_back(client: Client) -> None:
    application, code = make_case()
    opened(client, application, code)
    assert client.get("/progress/leave/").status_code == 403
    assert client.post("/progress/leave/").status_code == 302
    assert client.get("/progress/case/").status_code == 302


def make_asked() -> tuple[Application, str]:
    day = today()
    application, code = make_case(arrived_on=day, received_on=day)
    casework.perform(
        application,
        K.ASK_SUPPLEMENT,
        by=make_account("sun", "caseworker", agency=application.agency),
        on=day,
        until=day + timedelta(days=14),
        today=day,
        note="请写明是哪一年的预算",
    )
    return application, code


def test_the_applicant_reads_what_is_asked_and_supplements_with_words_and_a_file(client: Client) -> None:
    application, code = make_asked()
    opened(client, application, code)
    page = client.get("/progress/case/").content.decode()
    assert "请写明是哪一年的预算" in page and "补正申请" in page
    sent = {
        "kind": "supplement",
        "version": version(client),
        "words": "2025年",
        "files": SimpleUploadedFile("说明.txt", "补充说明".encode()),
    }
    response = client.post("/progress/case/", sent, follow=True)
    assert response.status_code == 200
    assert "已登记" in response.content.decode()
    application.refresh_from_db()
    assert application.state == "accepted"
    step = application.steps.get(kind="supplement")
    assert (step.note, step.is_by_applicant, step.by) == ("2025年", True, None)
    kept = application.files.get()
    assert (kept.step, kept.role, kept.name) == (step, "uploaded", "说明.txt")
    assert casefiles.read(kept).decode() == "补充说明"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("run.exe", b"MZ\x90\x00" + b"\0" * 100),
        ("page.html", b"<html><script>"),
        ("x.zip", b"PK\x03\x04" + b"\0" * 60),
    ],
)
def test_a_file_that_is_not_taken_leaves_the_case_as_it_was_and_the_words_in_the_form(
    client: Client, name: str, content: bytes
) -> None:
    application, code = make_asked()
    opened(client, application, code)
    sent = {"kind": "supplement", "version": version(client), "words": "写了很久的话"}
    response = client.post("/progress/case/", {**sent, "files": SimpleUploadedFile(name, content)})
    assert response.status_code == 400
    text = response.content.decode()
    assert name in text and "写了很久的话" in text
    application.refresh_from_db()
    assert (application.state, application.files.count()) == ("awaiting_supplement", 0)


@pytest.mark.parametrize("words", ["", "   ", "长" * 5_001])
def test_a_supplement_needs_words_of_a_readable_length(client: Client, words: str) -> None:
    application, code = make_asked()
    opened(client, application, code)
    response = client.post(
        "/progress/case/", {"kind": "supplement", "version": version(client), "words": words}
    )
    assert response.status_code == 400
    application.refresh_from_db()
    assert application.state == "awaiting_supplement"


def test_sending_twice_records_once(client: Client) -> None:
    application, code = make_asked()
    opened(client, application, code)
    sent = {"kind": "supplement", "version": version(client), "words": "2025年"}
    assert client.post("/progress/case/", sent).status_code == 302
    assert client.post("/progress/case/", sent).status_code == 400
    assert application.steps.filter(kind="supplement").count() == 1


def test_withdrawing_needs_its_tick_and_ends_the_case(client: Client) -> None:
    application, code = make_case(arrived_on=today(), received_on=today())
    opened(client, application, code)
    sent = {"kind": "withdraw", "version": version(client)}
    assert client.post("/progress/case/", sent).status_code == 400
    assert client.post("/progress/case/", {**sent, "is_sure": "on"}).status_code == 302
    application.refresh_from_db()
    assert (application.state, application.outcome) == ("withdrawn", "withdrawn")


@pytest.mark.parametrize("kind", ["answer", "extend", "pay_fee", "deliver", "", "<b>"])
def test_no_other_step_can_be_sent(client: Client, kind: str) -> None:
    application, code = make_case(arrived_on=today(), received_on=today())
    opened(client, application, code)
    response = client.post("/progress/case/", {"kind": kind, "version": "0", "words": "x", "is_sure": "on"})
    assert response.status_code == 400
    assert application.steps.count() == 2


def test_an_answer_is_told_with_its_remedy_and_downloaded(client: Client) -> None:
    application, code = make_case(
        arrived_on=date(2024, 3, 4),
        received_on=date(2024, 3, 4),
        then=[Step(K.ANSWER, date(2024, 3, 11), outcome="trade_secret")],
    )
    kept = casefiles.keep(
        application,
        role="answer",
        name="答复书.pdf",
        kind="pdf",
        data=b"%PDF-",
        by=None,
        is_for_applicant=True,
    )
    hidden = casefiles.keep(application, role="internal", name="内部.pdf", kind="pdf", data=b"x", by=None)
    opened(client, application, code)
    text = client.get("/progress/case/").content.decode()
    assert "行政复议" in text and "答复书.pdf" in text and "内部.pdf" not in text
    response = client.get(f"/progress/case/files/{kept.pk}/")
    assert b"".join(response.streaming_content) == b"%PDF-"
    assert response["Content-Disposition"].startswith("attachment")
    assert client.get(f"/progress/case/files/{hidden.pk}/").status_code == 404
    another = casefiles.keep(
        make_application(),
        role="answer",
        name="别人.pdf",
        kind="pdf",
        data=b"x",
        by=None,
        is_for_applicant=True,
    )
    assert client.get(f"/progress/case/files/{another.pk}/").status_code == 404


def test_internal_words_and_the_part_of_others_are_not_told(client: Client) -> None:
    application, code = make_case(arrived_on=today(), received_on=today())
    add_step(application, Step(K.CONSULT, today(), ref="c1"), note="致第三方张三的信")
    add_step(application, Step(K.CONSULT_REPLY, today(), ref="c1"), note="张三不同意")
    text = opened(client, application, code).get("/progress/case/").content.decode()
    assert "征求意见" in text
    assert "张三" not in text and "收到意见" not in text


def test_an_answer_not_given_in_time_is_said_with_what_can_be_done(client: Client) -> None:
    application, code = make_case(arrived_on=date(2024, 3, 4), received_on=date(2024, 3, 4))
    text = opened(client, application, code).get("/progress/case/").content.decode()
    assert "2024年4月1日" in text and "已过" in text and "行政复议" in text


def test_own_data_are_masked_until_the_identity_number_is_given_once_more(client: Client) -> None:
    application, code = make_case()
    opened(client, application, code)
    text = client.get("/progress/case/data/").content.decode()
    for personal in PERSONAL:
        assert personal not in text
    wrong = client.post("/progress/case/data/", {"identity_number": "110101199003077758"})
    assert wrong.status_code == 400 and WHO["telephone"] not in wrong.content.decode()
    told = client.post("/progress/case/data/", {"identity_number": WHO["identity_number"].lower()})
    for personal in PERSONAL:
        assert personal in told.content.decode()


def test_the_sixth_proof_waits(client: Client) -> None:
    application, code = make_case()
    opened(client, application, code)
    for _ in range(5):
        client.post("/progress/case/data/", {"identity_number": "110101199003077758"})
    told = client.post("/progress/case/data/", {"identity_number": WHO["identity_number"]})
    assert told.status_code == 400


def test_applicants_correct_their_contact_and_the_log_holds_no_word_of_it(client: Client) -> None:
    application, code = make_case()
    opened(client, application, code)
    response = client.post("/progress/case/data/", {"telephone": "13900139000", "email": "new@example.com"})
    assert response.status_code == 302
    application.applicant.refresh_from_db()
    assert (application.applicant.telephone, application.applicant.email) == (
        "13900139000",
        "new@example.com",
    )
    assert application.applicant.name == WHO["name"]
    hashed = "".join(str(event.hashed) for event in Event.objects.all())
    assert "13900139000" not in hashed and "new@example.com" not in hashed
    assert client.post("/progress/case/data/", {"telephone": ""}).status_code == 400
    assert client.post("/progress/case/data/", {"email": "no mail"}).status_code == 400


@pytest.mark.parametrize("count", [0, 30])
def test_the_page_costs_the_same_queries_for_any_number_of_steps(
    client: Client, count: int, django_assert_num_queries
) -> None:
    application, code = make_case(arrived_on=today(), received_on=today())
    for number in range(count):
        add_step(application, Step(K.CONSULT, today(), ref=f"c{number}"))
    opened(client, application, code)
    client.get(reverse("application-case"))
    with django_assert_num_queries(5):
        client.get(reverse("application-case"))


def test_agencies_do_not_share_numbers(client: Client) -> None:
    first, code = make_case(agency=make_agency("示例市教育局"))
    text = opened(client, first, code).get("/progress/case/").content.decode()
    assert "示例市教育局" in text


def test_a_corrected_answer_is_told_with_the_remedies_of_the_day_it_was_corrected(client: Client) -> None:
    then = [
        Step(K.ANSWER, date(2023, 12, 20), outcome="disclosed"),
        Step(K.CORRECT_ANSWER, date(2024, 2, 20), outcome="state_secret"),
    ]
    application, code = make_case(arrived_on=date(2023, 12, 4), received_on=date(2023, 12, 4), then=then)
    text = opened(client, application, code).get("/progress/case/").content.decode()
    # 行政复议法 2023, article 23, in force from 2024-01-01: review first.
    assert "应当先自收到本答复之日起60日内申请行政复议" in text
    assert "6个月内向人民法院" not in text


def test_the_key_is_tied_to_this_very_host_where_there_is_https_and_given_back(
    client: Client, settings
) -> None:
    settings.SESSION_COOKIE_SECURE = True
    application, code = make_case(arrived_on=today(), received_on=today())
    opened(client, application, code)
    assert client.cookies["__Host-case"]["secure"] is True
    assert client.get("/progress/case/").status_code == 200
    client.post("/progress/leave/")
    assert client.get("/progress/case/").status_code == 302
