"""The caseworker's desk with a planted person on it: who it is shows after unmasking, and no filter tells."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from reports.domain.roles import Role
from reports.models import Application, Event
from reports.models.event import Act
from tests import planted
from tests.factories import make_account, make_agency
from tests.test_planted_identity import betrayed, make_case, told
from tests.test_security_headers import walk

pytestmark = pytest.mark.django_db
WHO = {
    *(
        "禤蔓菁",
        "亓官芷若",
        "350426198803175616",
        "13959271846",
        "lvqiu.jiqing",
        "planted.example",
    ),
    *("种籽巷", "听不见电话铃"),
}
"""Words of the applicant's own record; what was asked, noted and sent is read by who works on the case."""
CASE = ("change", "history", "unmask", "assign", "code", "slip", "dossier")
MODELS = ("application", "letter", "dispute", "erasure", "casestep", "casefile", "applicant", "event")
FILTERS = (
    *("q={}", "description__contains={}", "applicant__name={}", "applicant__name__startswith={}"),
    *("applicant__identity_number={}", "applicant__identity_index__startswith=a", "o=applicant__name"),
    *("steps__note__contains={}", "files__name__icontains={}", "letters__body__regex={}"),
)


@pytest.fixture
def case(client: Client) -> Application:
    application, by = make_case()
    client.force_login(by)
    return application


def test_no_page_of_the_desk_tells_who_applied(client: Client, case: Application) -> None:
    starts = ["/admin/", "/en/admin/"]
    for name in CASE:
        try:
            starts.append(reverse(f"admin:reports_application_{name}", args=[case.pk]))
        except NoReverseMatch:
            continue
    pages = walk(client, *starts, stays=lambda way: "/admin/" in way and not _hands_out(way))
    found = betrayed(told(*page) for page in pages)
    who = WHO | {planted.PERSON["name"]}
    assert {where: words & who for where, words in found.items() if words & who} == {}


def _hands_out(way: str) -> bool:
    """Files of the case, a letter, addressed to who applied, and the words of staff about its lawsuit."""
    is_letter = "/letter/" in way and way.split("?")[0].endswith("/change/")
    return is_letter or any(part in way for part in ("/logout/", "/file/", "/docx/", "/pdf/", "/dispute/"))


def test_unmasking_shows_who_applied_and_is_an_event(client: Client, case: Application) -> None:
    before = Event.objects.filter(act=Act.UNMASKED).count()
    address = reverse("admin:reports_application_unmask", args=[case.pk])
    assert planted.finds(client.get(address).content) & (WHO | {planted.PERSON["name"]}) == set()
    response = client.post(address, {"reason": "核对闾丘霁晴的证件"}, follow=True)
    assert "350426198803175616" in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    event = Event.objects.filter(act=Act.UNMASKED).last()
    assert Event.objects.filter(act=Act.UNMASKED).count() == before + 1
    assert planted.finds(repr(event.hashed).encode()) == set()


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("query", FILTERS)
def test_no_filter_of_a_list_answers_by_what_is_sealed(
    client: Client, case: Application, model: str, query: str
) -> None:
    try:
        address = reverse(f"admin:reports_{model}_changelist")
    except NoReverseMatch:
        pytest.skip("no such list")
    client.raise_request_exception = False
    right = client.get(f"{address}?{query.format('闾丘霁晴')}")
    wrong = client.get(f"{address}?{query.format('王五六七')}")
    assert right.status_code == wrong.status_code < 500
    assert (case.number in right.content.decode()) == (case.number in wrong.content.decode())
    assert planted.finds(right.content) & WHO == set()


def test_an_agency_beside_finds_nobody_by_contact(client: Client) -> None:
    case, _by = make_case()
    client.force_login(make_account("wang", Role.CASEWORKER, agency=make_agency("示例市财政局")))
    for name in CASE:
        try:
            address = reverse(f"admin:reports_application_{name}", args=[case.pk])
        except NoReverseMatch:
            continue
        response = client.get(address)
        assert response.status_code in (302, 403, 404), name
        assert planted.finds(response.content) == set()
    find = reverse("admin:reports_application_find")
    for typed in (planted.PERSON["telephone"], planted.PERSON["email"], planted.PERSON["identity_number"]):
        response = client.post(find, {"typed": typed, "contact": typed, "q": typed}, follow=True)
        assert case.number not in response.content.decode()
