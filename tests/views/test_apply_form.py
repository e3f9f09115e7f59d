"""A citizen fills in the form: it is kept as a draft, looked through, and nothing is lost on the way."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django.fixtures import Settings

from reports.models import Application, ApplicationDraft, DraftFile
from reports.models.encrypted import EncryptedTextField
from reports.services import applyguard
from reports.services.throttle import Limit
from tests.views.applying import FORM, GIVEN, filled, opened, pass_time

pytestmark = pytest.mark.django_db
FIRM = {"applicant_kind": "business", "identity_kind": "credit_code", "identity_number": "91350200M000100Y48"}


@pytest.fixture(autouse=True)
def agency(police):
    return police


def errors(answer) -> str:
    """The summary of errors, as text."""
    page = answer.content.decode()
    found = re.search(r'<div class="notice notice-fails apply-errors".*?</div>', page, re.DOTALL)
    return re.sub(r"<[^>]+>|\s+", " ", found[0]) if found else ""


def test_a_right_form_leads_to_the_review_and_files_nothing_yet(client: Client) -> None:
    answer = filled(client)
    assert (answer.status_code, answer["Location"]) == (302, "/apply/police/review/")
    assert ApplicationDraft.objects.count() == 1
    assert Application.objects.count() == 0


def test_no_purpose_is_asked(client: Client) -> None:
    page = opened(client)
    assert not re.search(r'name="(purpose|use|usage)"', page)
    assert "不需要说明用途" in page


def test_an_empty_form_names_every_field_and_leads_to_it(client: Client) -> None:
    answer = client.post(FORM, {"review": ""})
    assert answer.status_code == 400
    page = answer.content.decode()
    for place in ("description", "medium", "way", "applicant_kind", "name", "identity_kind", "telephone"):
        assert re.search(rf'<a href="#id_{place}(_0)?">', page), place
        assert re.search(rf'id="id_{place}(_0)?"', page), place
        assert f'id="id_{place}_error"' in page
    assert 'aria-describedby="id_name_helptext id_name_error"' in page


@pytest.mark.parametrize(
    ("without", "wrong"),
    [
        ((), ""),
        (("telephone",), ""),
        (("email",), ""),
        (("telephone", "email"), "请填写电话或者电子邮箱，至少一项。"),
    ],
)
def test_one_way_to_reach_the_applicant_is_enough_and_none_too_few(
    client: Client, without: tuple[str, ...], wrong: str
) -> None:
    answer = filled(client, without=without)
    assert wrong in errors(answer)
    assert answer.status_code == (400 if wrong else 302)


@pytest.mark.parametrize(
    ("fields", "without", "wrong"),
    [
        ({"way": "post", "medium": "paper"}, (), ""),
        ({"way": "post", "medium": "paper"}, ("address",), "请填写通信地址"),
        ({"way": "email"}, (), ""),
        ({"way": "email"}, ("email",), "请填写电子邮箱"),
        ({"way": "online", "medium": "paper"}, (), "纸质件只能邮寄或者自行领取"),
        ({"way": "collected", "medium": "paper"}, (), ""),
        ({"way": "post", "medium": "inspection"}, (), "当面查阅需要本人到场"),
        ({"way": "collected", "medium": "inspection"}, (), ""),
    ],
)
def test_a_way_of_receiving_demands_what_it_needs(
    client: Client, fields: dict[str, str], without: tuple[str, ...], wrong: str
) -> None:
    answer = filled(client, without=without, **fields)
    assert wrong in errors(answer)
    assert answer.status_code == (400 if wrong else 302)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"identity_number": "35020319900101107X"}, ""),
        ({"identity_number": "３５０２０３ １９９００１０１ １０７ｘ"}, ""),
        ({"identity_number": "350203199001011241"}, "这不是有效的居民身份证号码"),
        ({"identity_kind": "passport", "identity_number": "E00000000"}, ""),
        ({**FIRM, "identity_number": "110000000000000X"}, "这不是有效的统一社会信用代码"),
        ({**FIRM, "identity_number": "91350200M000100Y48"}, ""),
        ({**FIRM, "applicant_kind": "natural_person"}, "个人没有统一社会信用代码"),
    ],
)
def test_a_mistyped_identity_number_is_pointed_out(
    client: Client, fields: dict[str, str], wrong: str
) -> None:
    answer = filled(client, **fields)
    assert wrong in errors(answer)
    assert answer.status_code == (400 if wrong else 302)


def test_an_odd_number_that_stands_so_on_the_document_is_taken_once_confirmed(client: Client) -> None:
    answer = filled(client, identity_number="350203199001011241")
    assert 'name="identity_sure"' in answer.content.decode()
    assert filled(client, identity_number="350203199001011241", identity_sure="on").status_code == 302
    assert 'name="identity_sure"' not in filled(client, name="").content.decode()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"telephone": "0598-1234567转8"}, ""),
        ({"telephone": "call me"}, "这不是电话号码"),
        ({"email": "no address"}, "这不是电子邮箱地址"),
        ({"postcode": "365000"}, ""),
        ({"postcode": "x"}, "这不是邮政编码"),
        ({"applicant_kind": "press"}, "请选择申请人类型。"),
        ({"medium": "telepathy"}, "请选择信息的形式。"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(client: Client, fields: dict[str, str], wrong: str) -> None:
    answer = filled(client, **fields)
    assert wrong in re.sub(r"<[^>]+>", "", answer.content.decode())
    assert answer.status_code == (400 if wrong else 302)


def test_errors_lose_nothing_that_was_typed(client: Client) -> None:
    page = filled(client, name="", help_wanted="请大字打印").content.decode()
    for text in ("2023年示例路改造工程的预算", "13800138000", "lin.xiaoyue@example.com", "请大字打印"):
        assert text in page


def test_the_draft_is_there_after_the_browser_was_closed_and_after_13_days(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(client, name="")
    cookie = client.cookies["apply"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert int(cookie["max-age"]) > 13 * 24 * 3600
    again = Client()
    again.cookies["apply"] = cookie.value
    pass_time(monkeypatch, days=13)
    assert "2023年示例路改造工程的预算" in opened(again)
    pass_time(monkeypatch, days=2)
    assert "2023年示例路改造工程的预算" not in opened(again)


def test_the_cookie_is_secure_where_there_is_https(client: Client, settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = True
    filled(client)
    assert client.cookies["__Host-apply"]["secure"] is True


def test_a_draft_belongs_to_its_browser_its_agency_and_its_kind(client: Client) -> None:
    filled(client)
    text = "2023年示例路改造工程的预算"
    assert text in opened(client)
    assert text not in opened(Client())
    assert text not in opened(client, "/apply/police/correction/")
    other = Client()
    other.cookies["apply"] = "x" * 43
    assert text not in opened(other)


def test_the_draft_is_sealed_in_the_database(client: Client) -> None:
    filled(client)
    draft = ApplicationDraft.objects.get()
    assert isinstance(ApplicationDraft._meta.get_field("answers"), EncryptedTextField)
    assert client.cookies["apply"].value not in draft.key_index
    assert draft.expires_at == timezone.now() + timedelta(days=14)


def test_saving_for_later_complains_of_nothing_and_says_until_when(client: Client) -> None:
    page = client.post(FORM, {"keep": "", "name": "林晓月"}).content.decode()
    assert "2025-07-15" in page and 'value="林晓月"' in page
    assert "apply-errors" not in page


def test_the_script_saves_without_a_page(client: Client) -> None:
    answer = client.post(FORM, {"keep": "", "name": "林晓月"}, headers={"X-Kept-By": "script"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert 'value="林晓月"' in opened(client)


def test_throwing_away_erases_draft_and_files(client: Client, settings: Settings) -> None:
    with_files(client, text_file("附件.txt"))
    assert list(settings.MEDIA_ROOT.rglob("*.sealed"))
    page = client.post(FORM, {"discard": ""}).content.decode()
    assert "草稿已删除" in page
    assert not ApplicationDraft.objects.exists() and not DraftFile.objects.exists()


def text_file(name: str, text: str = "说明") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def picture(name: str = "照片.jpg") -> SimpleUploadedFile:
    held = BytesIO()
    Image.new("RGB", (8, 8), "white").save(held, "JPEG")
    return SimpleUploadedFile(name, held.getvalue())


def with_files(client: Client, *files: SimpleUploadedFile, **fields: str):
    return filled(client, files=list(files), **fields)


def test_files_are_kept_across_errors_and_removed_one_by_one(client: Client) -> None:
    answer = with_files(client, text_file("甲.txt"), picture(), name="")
    assert answer.status_code == 400
    assert [kept.name for kept in DraftFile.objects.all()] == ["甲.txt", "照片.jpg"]
    page = filled(client).status_code and client.get(f"{FORM}review/").content.decode()
    assert "甲.txt" in page and "照片.jpg" in page
    first = DraftFile.objects.first().pk
    page = client.post(FORM, {**GIVEN, "remove": str(first)}).content.decode()
    assert "甲.txt" not in page and "照片.jpg" in page


@pytest.mark.parametrize("number", ["0", "999999", "-1", "x", "", "9" * 40, "1 OR 1=1"])
def test_no_other_file_is_removed_by_its_number(client: Client, number: str) -> None:
    with_files(client, text_file("甲.txt"))
    client.post(FORM, {**GIVEN, "remove": number})
    other = Client()
    other.post(FORM, {**GIVEN, "remove": str(DraftFile.objects.get().pk)})
    assert DraftFile.objects.count() == 1


@pytest.mark.parametrize(
    ("file", "wrong"),
    [
        (SimpleUploadedFile("a.exe", b"MZ\x90\x00" + b"\0" * 60), "是程序"),
        (SimpleUploadedFile("a.zip", b"PK\x05\x06" + b"\0" * 18), "a.zip"),
        (SimpleUploadedFile("a.pdf", b"<html><script>alert(1)</script></html>"), "a.pdf"),
        (SimpleUploadedFile("a.txt", b""), ""),
        (SimpleUploadedFile("big.txt", b"x" * (10 * 2**20 + 1)), "超过 10 MB"),
    ],
)
def test_a_file_that_may_not_be_sent_is_refused_with_its_reason(
    client: Client, file: SimpleUploadedFile, wrong: str
) -> None:
    answer = with_files(client, file)
    if wrong:
        assert answer.status_code == 400
        assert wrong in errors(answer)
    assert not DraftFile.objects.exists()


def test_the_fifth_file_is_taken_and_the_sixth_is_not(client: Client) -> None:
    assert (
        with_files(client, *(text_file(f"{each}.txt", f"第{each}") for each in range(5))).status_code == 302
    )
    answer = with_files(client, text_file("6.txt"))
    assert answer.status_code == 400
    assert "5" in errors(answer)
    assert DraftFile.objects.count() == 5


def test_a_network_that_saves_too_often_is_stopped_and_told(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applyguard, "SAVES", Limit("test-saves", 2, timedelta(hours=1)))
    assert [filled(client).status_code for _ in range(3)] == [302, 302, 429]
    answer = filled(client)
    assert "您所在的网络一小时内提交过多" in answer.content.decode()
    assert "2023年示例路改造工程的预算" in answer.content.decode()


def test_a_network_that_sends_too_many_files_is_stopped_and_told(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applyguard, "FILES", Limit("test-files", 1, timedelta(hours=1)))
    answer = with_files(client, text_file("甲.txt"), text_file("乙.txt"), text_file("丙.txt"))
    assert errors(answer).count("您所在的网络一小时内提交过多") == 1
    assert DraftFile.objects.count() == 1


def test_a_network_begins_only_so_many_drafts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applyguard, "BEGINNINGS", Limit("test-begins", 2, timedelta(hours=1)))
    assert [filled(Client()).status_code for _ in range(3)] == [302, 302, 429]
    assert ApplicationDraft.objects.count() == 2


def test_no_proxy_keeps_the_form_and_no_search_engine_lists_it(client: Client) -> None:
    answer = client.get(FORM)
    assert "no-store" in answer["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in answer.content.decode()


def test_a_form_without_its_token_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(FORM, GIVEN).status_code == 403
    assert not ApplicationDraft.objects.exists()
