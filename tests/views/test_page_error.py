"""Reporting an error on a page: anybody may, machines may not flood, and no link leads elsewhere."""

from __future__ import annotations

import pytest
from django.test import Client

from reports.models import Agency, PageFault
from tests.factories import make_document

FORM = "/page-error/"
PAGE = "/documents/014416330-2024-00001/"


def sent(client: Client, **given: str) -> tuple[int, str]:
    answer = client.post(FORM, {"page": PAGE, "text": "第二条的日期不对。", **given})
    return answer.status_code, answer.content.decode()


def test_a_message_reaches_the_agency_whose_page_it_is(client: Client, police: Agency) -> None:
    make_document(agency=police, state="published")
    page = client.get(f"{FORM}?page={PAGE}").content.decode()
    assert f'<input type="hidden" name="page" value="{PAGE}">' in page
    status, thanks = sent(client, contact="0598-0000000")
    assert status == 200
    assert "谢谢您。您的意见已送达工作人员。" in thanks
    fault = PageFault.objects.get()
    assert (fault.agency, fault.path, fault.text) == (police, PAGE, "第二条的日期不对。")
    assert fault.contact == "0598-0000000"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/nothing/",
        "",
        "/admin/",
    ],
)
def test_an_address_that_is_no_page_of_the_site_is_left_out(client: Client, db: None, address: str) -> None:
    page = client.get(FORM, {"page": address}).content.decode()
    assert "您要反映的页面" not in page
    assert "evil" not in page.split("<main")[1]
    status, thanks = sent(client, page=address)
    assert status == 200
    assert "evil" not in thanks.split("<main")[1]
    assert PageFault.objects.get().path == "/"


def test_an_empty_or_too_long_message_says_what_to_mend_and_keeps_the_text(client: Client, db: None) -> None:
    status, page = sent(client, text=" ")
    assert status == 400
    assert "请写明页面上的错误。" in page
    status, page = sent(client, text="字" * 2001)
    assert status == 400
    assert "请不要超过2000字。" in page
    assert "字" * 2001 in page
    status, page = sent(client, contact="1" * 121)
    assert status == 400
    assert "第二条的日期不对。" in page
    assert not PageFault.objects.exists()


def test_script_in_a_message_is_text(client: Client, db: None) -> None:
    status, page = sent(client, text="<script>alert(1)</script>", contact="1" * 121)
    assert status == 400
    assert "<script>alert" not in page


def test_what_a_machine_fills_in_is_thanked_for_and_thrown_away(client: Client, db: None) -> None:
    status, page = sent(client, website="https://spam.example/")
    assert status == 200
    assert "谢谢您" in page
    assert not PageFault.objects.exists()


def test_ten_messages_an_hour_come_from_one_network(client: Client, db: None) -> None:
    for number in range(10):
        assert sent(client, text=f"第{number}处")[0] == 200
    status, page = sent(client, text="第十一处")
    assert status == 429
    assert "未能发送：意见过多" in page
    assert "第十一处" in page
    assert PageFault.objects.count() == 10


def test_it_asks_for_its_token_and_is_kept_nowhere(db: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(FORM, {"text": "x"}).status_code == 403
    assert "no-store" in strict.get(FORM)["Cache-Control"]
