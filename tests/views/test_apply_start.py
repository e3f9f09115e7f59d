"""Where applying begins: which agencies take applications, and how the right one is found."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from reports.models import Agency
from reports.services import applyguard
from reports.services.throttle import Limit
from tests.factories import make_agency, make_report
from tests.views.applying import FORM, GIVEN

pytestmark = pytest.mark.django_db
LOOK = "/apply/already-public/"


def read(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_only_agencies_in_being_are_listed_and_samples_are_marked(client: Client, police) -> None:
    make_agency("示例市旧局", slug="old", valid_until=date(2025, 6, 30))
    make_agency("示例市末日局", slug="last", valid_until=date(2025, 7, 1))
    make_agency("示例市新局", slug="new", valid_from=date(2025, 7, 2))
    make_agency("虚构局", slug="made-up", is_sample=True)
    page = read(client, "/apply/")
    assert 'href="/apply/police/"' in page and 'href="/apply/last/"' in page
    assert "/apply/old/" not in page and "/apply/new/" not in page
    assert page.count("示例数据") == Agency.objects.filter(is_sample=True).count()


def test_an_agency_under_one_that_has_ended_is_listed_all_the_same(client: Client) -> None:
    above = make_agency("示例市旧局", slug="old", valid_until=date(2020, 1, 1))
    make_agency("示例市分局", slug="branch", parent=above)
    assert 'href="/apply/branch/"' in read(client, "/apply/")


@pytest.mark.parametrize("text", ["公安", "police", "%E5%85%AC%E5%AE%89%E5%B1%80"])
def test_an_agency_is_found_by_a_part_of_its_name_or_its_code(client: Client, police, text: str) -> None:
    make_agency("示例市教育局", slug="schools")
    page = read(client, f"/apply/?q={text}")
    assert "/apply/police/" in page and "/apply/schools/" not in page


def test_a_search_that_finds_nothing_says_what_to_do(client: Client, police) -> None:
    assert "没有符合" in read(client, "/apply/?q=xyz") or "请换用名称中更短的一部分" in read(
        client, "/apply/?q=xyz"
    )


@pytest.mark.parametrize("kind", ["correction", "complaint"])
def test_the_kind_chosen_is_carried_to_the_agency(client: Client, police, kind: str) -> None:
    assert f'href="/apply/police/{kind}/"' in read(client, f"/apply/?kind={kind}")
    assert 'href="/apply/police/"' in read(client, "/apply/?kind=nonsense")


def test_more_agencies_cost_no_more_queries(client: Client, police, django_assert_num_queries) -> None:
    def count() -> int:
        with django_assert_num_queries(2):
            client.get("/apply/")
        return 0

    count()
    for number in range(20):
        make_agency(f"示例市{number}局", slug=f"body-{number}", parent=police)
    count()


def test_an_agency_that_has_ended_names_its_heirs_and_takes_nothing(client: Client) -> None:
    old = make_agency("示例市旧局", slug="old", valid_until=date(2025, 6, 30))
    heir = make_agency("示例市新局", slug="new")
    heir.predecessors.add(old)
    page = read(client, "/apply/old/", 410)
    assert 'href="/apply/new/"' in page and "2025-06-30" in page
    assert client.post("/apply/old/", GIVEN).status_code == 410


def test_an_unknown_agency_is_not_there_and_a_former_address_leads_on(client: Client, police) -> None:
    assert read(client, "/apply/nobody/", 404)
    police.former_addresses.create(slug="guards")
    answer = client.get("/apply/guards/complaint/")
    assert (answer.status_code, answer["Location"]) == (301, "/apply/police/complaint/")


def test_a_made_up_agency_says_so_on_its_form(client: Client) -> None:
    make_agency("虚构局", slug="made-up", is_sample=True)
    assert "这个机关并不存在" in read(client, "/apply/made-up/")


def look(client: Client, text: str, agency: str = "police"):
    return client.post(LOOK, {"text": text, "agency": agency})


def test_what_is_public_already_is_shown_while_typing(client: Client, police) -> None:
    make_report(agency=police)
    page = look(client, "贵局2016年度的政府信息公开工作报告").content.decode()
    assert 'href="/reports/police/2016/"' in page


@pytest.mark.parametrize(
    "text", ["", "的", "示例市公安局", "<script>alert(1)</script>", "' OR 1=1 --", "\0", "示" * 10**6]
)
def test_what_says_too_little_finds_nothing(client: Client, police, text: str) -> None:  # fmt: skip
    make_report(agency=police)
    answer = look(client, text)
    assert (answer.status_code, answer.content.strip()) == (200, b"")


@pytest.mark.parametrize("agency", ["", "nobody", "x\0y", "x" * 10**5])
def test_an_agency_that_is_not_there_finds_nothing(client: Client, police, agency: str) -> None:
    make_report(agency=police)
    assert look(client, "2016年度报告", agency).content.strip() == b""


def test_no_draft_of_a_report_is_shown(client: Client, police) -> None:
    make_report(agency=police, state="draft", released_at=None, released_by=None)
    assert look(client, "2016年政府信息公开工作报告").content.strip() == b""


def test_looking_up_is_limited_by_network(client: Client, police, monkeypatch) -> None:
    monkeypatch.setattr(applyguard, "LOOKS", Limit("test-looks", 2, timedelta(minutes=10)))
    assert [look(client, "预算").status_code for _ in range(3)] == [200, 200, 429]
    assert client.get(LOOK).status_code == 405


def test_the_review_shows_it_without_script(client: Client, police) -> None:
    make_report(agency=police)
    client.post(FORM, {**GIVEN, "description": "2016年度的政府信息公开工作报告"})
    assert 'href="/reports/police/2016/"' in read(client, f"{FORM}review/")
