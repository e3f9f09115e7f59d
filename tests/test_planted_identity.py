"""A person planted into a case shows up nowhere but in the rooms made for them.

To try another door, add it to PUBLIC (addresses anybody opens), STAFF (of somebody who may see no case) or
DESK (lists and pages of the caseworker, which show masks until somebody unmasks).
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as live
from django.core import mail
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, path, reverse
from django.utils.module_loading import import_string
from pytest_django.fixtures import Settings

from portal import urls
from reports.domain.casework.states import NotAllowed
from reports.domain.casework.steps import StepKind
from reports.domain.roles import Role
from reports.models import Account, Application, ApplicationDraft, Dispute, Event, Letter, PageFault
from reports.models.casefile import FileRole
from reports.services import applications, casefiles, casework, erasing, events, pagefaults, personal
from reports.services.applications import Asked
from tests import planted
from tests.factories import make_account, make_agency, make_report, released
from tests.test_security_headers import walk

ARRIVED, TODAY = date(2024, 3, 4), date(2024, 3, 20)
PUBLIC = (
    *(
        "/",
        "/en/",
        "/agencies/",
        "/calendar/",
        "/reports/",
        "/verify/",
        "/verify/manifest.json",
        "/robots.txt",
    ),
    *("/sitemap.xml", "/sitemap-reports.xml", "/sitemap-agencies.xml", "/no/such/page/"),
    *("/apply/", "/applications/", "/progress/", "/documents/", "/search/?q=2024", "/feed/", "/data/"),
)
"""Where the walk begins; what is not there yet answers 404, and is searched all the same."""
STAFF = ("/admin/", "/en/admin/")
DESK = (
    *("admin:index", "admin:reports_application_changelist", "admin:reports_letter_changelist"),
    *(
        "admin:reports_dispute_changelist",
        "admin:reports_erasure_changelist",
        "admin:reports_event_changelist",
    ),
    *("admin:reports_casefile_changelist", "admin:reports_casestep_changelist"),
)
"""Names of addresses; those that do not exist are passed over."""


def fall(request: HttpRequest) -> HttpResponse:
    """A view that breaks with the person in its hands."""
    applicant = Application.objects.get(pk=request.POST["pk"]).applicant
    raise ValueError(f"cannot do {applicant.name!r} {applicant.identity_number} {applicant.email}")


urlpatterns = [path("fall/", fall), *urls.urlpatterns]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the portal writes to its log, by its own formatter, from DEBUG on."""
    written = io.StringIO()
    line = dict(live.LOGGING["formatters"]["line"])
    handler = logging.StreamHandler(written)
    handler.setFormatter(import_string(line.pop("()"))(**line))
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def make_case() -> tuple[Application, Account]:
    """The planted person's case through the services: asked, supplemented, answered, disputed, unmasked."""
    agency = make_agency()
    by = make_account("zhou", Role.CASEWORKER, agency=agency)
    filed = applications.file(
        agency=agency,
        asked=Asked(
            kind="application",
            channel="online",
            applicant_kind="natural_person",
            description=planted.DESCRIPTION,
            reference=planted.REFERENCE,
            medium="electronic",
            way="online",
        ),
        person=planted.PERSON,
        arrived_on=ARRIVED,
        today=ARRIVED,
    )
    application = filed.application
    casefiles.keep(
        application, role=FileRole.UPLOADED, name=planted.FILE_NAME, kind="pdf", data=planted.CONTENT, by=None
    )
    _from_a_draft(application)
    casework.perform(application, StepKind.ACCEPT, by=by, on=ARRIVED, today=TODAY, note=planted.NOTE)
    with pytest.raises(NotAllowed):
        casework.perform(application, StepKind.PAY_FEE, by=by, on=ARRIVED, today=TODAY, note=planted.NOTE)
    step = casework.perform(
        application, StepKind.ASK_SUPPLEMENT, by=by, on=date(2024, 3, 5), today=TODAY, until=date(2024, 3, 25)
    )
    why = f"{planted.PERSON['name']}已补正，电话{planted.PERSON['telephone']}；{planted.NOTE}"
    casework.strike(step, by=by, reason=why)
    casework.perform(
        application, StepKind.ANSWER, by=by, on=TODAY, today=TODAY, outcome="disclosed", note=planted.NOTE
    )
    Letter.objects.create(
        agency=agency,
        application=application,
        code="answer:disclosed",
        title="告知书",
        body=planted.LETTER,
        created_by=by,
    )
    Dispute.objects.create(
        agency=agency,
        application=application,
        kind="review",
        filed_on=date(2024, 4, 1),
        reference=planted.COURT,
        note=planted.NOTE,
        created_by=by,
    )
    personal.correct_own_data(
        application, by=by, contact="亓官芷若", telephone="13959271846", postcode="366918"
    )
    personal.unmask(
        application, by=by, reason=f"核对{planted.PERSON['name']}的证件{planted.PERSON['identity_number']}"
    )
    return application, by


def _from_a_draft(application: Application) -> None:
    draft = ApplicationDraft.objects.create(
        key_index="b" * 32,
        answers=str(planted.PERSON),
        expires_at=datetime(2024, 3, 18, tzinfo=ZoneInfo("Asia/Shanghai")),
    )
    casefiles.keep_draft_file(draft, name=planted.FILE_NAME, kind="pdf", data=planted.CONTENT)
    casefiles.move_draft_files(draft, application)


def betrayed(sources: Iterator[tuple[str, bytes]]) -> dict[str, set[str]]:
    """Where → which words; {} when the person stands nowhere."""
    return {where: found for where, data in sources if (found := planted.finds(data))}


def told(address: str, response: HttpResponse) -> tuple[str, bytes]:
    """A response with its headers and cookies."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{address} {response.status_code}", repr(
        (dict(response.headers), response.cookies)
    ).encode() + body


def test_the_search_finds_a_planted_word_in_every_disguise() -> None:
    for data in (
        "…闾丘霁晴…".encode(),
        "闾丘霁晴".encode("gb18030"),
        b'{"a": "\\u95fe\\u4e18\\u9701\\u6674"}',
        b"/?q=%E9%97%BE%E4%B8%98",
        b"350426198803175616",
    ):
        assert planted.finds(data)
    assert not planted.finds("林晓月 350203199001011248".encode())


@pytest.mark.django_db
def test_neither_database_nor_storage_hold_the_person_in_the_clear() -> None:
    application, _by = make_case()
    assert personal.own_data(application)["applicant"]["name"] == planted.PERSON["name"]
    assert "来电催办" in application.steps.exclude(struck_at=None).get().strike_reason
    fault = pagefaults.report(address="/", text="链接打不开", contact=planted.PERSON["telephone"])
    assert PageFault.objects.get(pk=fault.pk).contact == "13959271846"
    assert betrayed(planted.database()) == {}
    assert betrayed(planted.stored(Path(live.MEDIA_ROOT))) == {}


@pytest.mark.django_db
def test_the_log_of_acts_and_its_exports_do_not_know_the_person(client: Client) -> None:
    make_case()
    assert Event.objects.count() > 5
    assert betrayed((str(event), repr(event.hashed).encode()) for event in Event.objects.all()) == {}
    client.force_login(make_account("chief", Role.AUDITOR))
    response = client.get(reverse("admin:reports_event_changelist"))
    assert response.status_code == 200
    assert betrayed(iter([told("log", response)])) == {}


@pytest.mark.django_db
def test_no_public_page_knows_the_person(client: Client) -> None:
    make_case()
    released(make_report(state="draft", year=2023))
    pages = (told(*page) for page in walk(client, *PUBLIC, stays=lambda way: "/admin" not in way))
    assert betrayed(pages) == {}


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CASEWORKER])
def test_no_page_of_staff_who_work_on_no_case_knows_the_person(client: Client, role: Role) -> None:
    make_case()
    client.force_login(make_account("wang", role, agency=make_agency()))
    pages = walk(client, *STAFF, stays=lambda way: "/admin/" in way and "/logout/" not in way)
    assert betrayed(told(*page) for page in pages) == {}


@pytest.mark.django_db
def test_lists_of_the_caseworker_show_masks(client: Client) -> None:
    _application, by = make_case()
    client.force_login(by)
    assert betrayed(told(name, client.get(way)) for name, way in _desk()) == {}


@pytest.mark.django_db
def test_a_caseworker_of_another_agency_finds_nothing(client: Client) -> None:
    make_case()
    client.force_login(make_account("wang", Role.CASEWORKER, agency=make_agency("示例市财政局")))
    pages = walk(
        client, *STAFF, *dict(_desk()).values(), stays=lambda way: "/admin/" in way and "/logout/" not in way
    )
    assert betrayed(told(*page) for page in pages) == {}


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize("is_debug", [False, True])
def test_a_page_that_breaks_with_the_person_in_its_hands_tells_nothing(
    client: Client, settings: Settings, log: io.StringIO, is_debug: bool
) -> None:
    settings.DEBUG = is_debug
    settings.ADMINS = [("chief", "chief@example.com")]
    application, _by = make_case()
    reporter = import_string("django.utils.log.AdminEmailHandler")(include_html=True)
    logging.getLogger("django.request").addHandler(reporter)
    client.raise_request_exception = False
    try:
        response = client.post("/fall/", {"pk": application.pk, **planted.PERSON})
    finally:
        logging.getLogger("django.request").removeHandler(reporter)
    assert response.status_code == 500
    assert betrayed(iter([told("fall", response)])) == {}
    assert len(mail.outbox) == 1
    assert (
        betrayed(iter([("mail", mail.outbox[0].message().as_bytes() + mail.outbox[0].body.encode())])) == {}
    )
    html = [str(part) for part, _kind in mail.outbox[0].alternatives]
    assert betrayed(("html", part.encode()) for part in html) == {}
    assert "ValueError" in log.getvalue()
    assert betrayed(iter([("log", log.getvalue().encode())])) == {}


@pytest.mark.django_db
def test_no_line_of_the_log_knows_the_person(
    client: Client, log: io.StringIO, caplog: pytest.LogCaptureFixture
) -> None:
    application, by = make_case()
    client.force_login(by)
    for address in (*PUBLIC, *dict(_desk()).values()):
        client.get(address)
    client.get("/no/such/page/")
    call_command("rotate_personal_keys", "--check", stdout=io.StringIO())
    erasing.run(on=date(2035, 1, 1))
    events.record("edited", by=by, subject=application)
    assert betrayed(iter([("log", log.getvalue().encode()), ("caplog", caplog.text.encode())])) == {}


@pytest.mark.django_db
def test_after_erasing_the_person_cannot_be_had_with_the_key_either() -> None:
    application, _by = make_case()
    Dispute.objects.update(result="upheld", result_on=date(2024, 6, 3))
    erasing.run(on=date(2035, 1, 1))
    application = Application.objects.get()
    assert betrayed(iter([("own data", repr(personal.own_data(application)).encode())])) == {}
    assert list(personal.of_contact(planted.PERSON["telephone"])) == []
    assert betrayed(("note", step.note.encode()) for step in application.steps.all()) == {}


def _desk() -> Iterator[tuple[str, str]]:
    for name in DESK:
        try:
            yield name, reverse(name)
        except NoReverseMatch:
            continue
