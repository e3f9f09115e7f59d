"""`manage.py load_samples`: an empty portal gets bodies and reports in which every state can be seen."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from reports.domain.statform.definition import CellKey
from reports.models import Account, Agency, Applicant, Application, Dispute, Event, FormerAddress, Report
from reports.models.road import State
from reports.queries import everycheck, reconciling, statforms, timeliness
from reports.queries.figures import figures_of
from reports.queries.timeliness import Standing
from reports.services import drafts
from tests import sampledata
from tests.factories import SHANGHAI, seed_figures

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group(sampledata.GROUP)]
ON = date(2026, 11, 22)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[str]:
    """The samples, loaded once for the whole file and taken away after it."""
    folder = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"))
    with folder, django_db_blocker.unblock(), transaction.atomic():
        yield sampledata.load()
        transaction.set_rollback(True)


def run() -> str:
    out = StringIO()
    call_command("load_samples", stdout=out)
    return out.getvalue()


def report(slug: str, year: int) -> Report:
    return Report.objects.current().get(agency__slug=slug, year=year)


def standing(slug: str, year: int) -> timeliness.YearStanding:
    years = timeliness.of_agency(Agency.objects.get(slug=slug), on=ON)
    return next(one for one in years if one.year == year)


def value(of: Report, address: str) -> Decimal | None:
    return figures_of(of)[CellKey.parse(address)]


def test_every_body_is_marked_as_a_sample_in_its_name_and_reaches_nobody(loaded):
    for agency in Agency.objects.all():
        assert agency.is_sample
        assert "示例" in agency.name
        assert re.fullmatch(r"0000-00000\d\d", agency.telephone)
        assert agency.email.endswith(".example")
        assert agency.division_code.startswith("000")


def test_every_report_says_that_it_is_made_up(loaded):
    assert Report.objects.count() == 71
    assert all(one.preamble.startswith("【示例】") for one in Report.objects.all())


def test_the_police_report_has_the_figures_of_the_published_table(loaded):
    police = report("shilishi-gonganju", 2016)
    assert police.published_at == datetime(2017, 1, 19, 15, 3, tzinfo=SHANGHAI)
    assert police.form_id == "fujian-2008"
    assert figures_of(police) == seed_figures()
    assert police.chapters.count() == 8
    assert (police.checks_failed, police.checks_warned) == (0, 0)


def test_the_numbers_in_the_police_narrative_add_up(loaded):
    text = "".join(chapter.text for chapter in report("shilishi-gonganju", 2016).chapters.all())
    for sum_, parts in {
        5303: (4047, 1256),
        4047: (3992, 25, 2, 3, 7, 18),
        5743: (776, 3364, 1603),
        416: (152, 186, 78),
    }.items():
        assert sum(parts) == sum_
        for number in (sum_, *parts):
            assert re.search(rf"(?<!\d){number}(?=[条件])", text), number
    shares = [int(share) for share in re.findall(r"(\d+)%", text)]
    assert shares == [37, 36, 10, 17]


def test_every_table_is_complete_and_no_sum_fails_but_the_one_explained(loaded):
    failing, unfinished = [], []
    for one in Report.objects.exclude(form_id=""):
        empty = set(statforms.form(one.form_id).keys()) - set(figures_of(one))
        if empty:
            unfinished.append((one.agency.slug, one.year, {key.table for key in empty}, len(empty)))
        if one.checks_failed or one.checks_warned:
            failing.append((one.agency.slug, one.year, one.checks_failed, one.checks_warned))
    # the health bureau was late: 9 February, where 31 January was the last day
    assert sorted(failing) == [("shiliqu-jiaoyuju", 2025, 1, 0), ("shiliqu-weijianju", 2025, 0, 1)]
    assert sorted(unfinished) == [
        ("shiliqu-wenlvju", 2025, {"disputes"}, 15),
        ("shiliqu-yangzhangzhen", 2025, {"disputes"}, 15),
    ]
    explained = report("shiliqu-jiaoyuju", 2025)
    assert value(explained, "disputes/review/total") == 4
    assert "各分项合计3件，总计填报4件" in explained.explanation


def test_the_years_are_linked(loaded):
    for slug in ("shiliqu-weijianju", "shiliqu-zhengfu", "shilishi-gonganju"):
        before, after = report(slug, 2023), report(slug, 2024)
        assert value(before, "applications/4/total") == value(after, "applications/2/total")
        assert after.checks_held > report(slug, 2021).checks_held
    assert value(report("shiliqu-weijianju", 2024), "applications/2/total") == 4


def test_the_roll_up_adds_up_its_bodies(loaded):
    roll_up = report("shiliqu-zhengfu", 2023)
    below = Report.objects.current().filter(agency__parent=roll_up.agency, year=2023, kind="own")
    assert (roll_up.kind, below.count()) == ("roll_up", 8)
    sums = dict.fromkeys(figures_of(roll_up), Decimal(0))
    for one in below:
        for key, figure in figures_of(one).items():
            sums[key] += figure or 0
    assert figures_of(roll_up) == sums
    assert "本区8个机关" in roll_up.preamble


def test_the_narrative_repeats_the_figures_of_its_table(loaded):
    chapter = report("shiliqu-weijianju", 2023).chapters.get(number="三")
    assert (
        "全年新收政府信息公开申请11件，其中自然人提出5件，法人或者其他组织提出6件；上年结转0件。"
        in chapter.text
    )
    assert "本年度办结7件，其中予以公开1件、部分公开2件" in chapter.text
    assert chapter.text.endswith("结转下年度继续办理4件。")


@pytest.mark.parametrize(
    ("slug", "year", "expected", "late"),
    [
        ("shiliqu-zhengfuban", 2021, Standing.ON_TIME, 0),
        ("shiliqu-weijianju", 2025, Standing.LATE, 9),
        ("shiliqu-yangzhangzhen", 2020, Standing.NOT_PUBLISHED, 0),
        ("shiliqu-yangbanjiedao", 2019, Standing.NOT_PUBLISHED, 0),
        ("shiliqu-shijianju", 2025, Standing.NOT_PUBLISHED, 0),
        ("shiliqu-wenlvju", 2025, Standing.NOT_PUBLISHED, 0),
        ("shiliqu-zhengfu", 2024, Standing.ON_TIME, 0),
    ],
)
def test_every_standing_can_be_seen(loaded, slug, year, expected, late):
    one = standing(slug, year)
    assert (one.standing, one.days_late) == (expected, late)


@pytest.mark.parametrize(
    ("slug", "year", "state"),
    [
        ("shiliqu-yangbanjiedao", 2019, State.WITHDRAWN),
        ("shiliqu-shijianju", 2025, State.IN_REVIEW),
        ("shiliqu-wenlvju", 2025, State.DRAFT),
    ],
)
def test_every_state_can_be_seen(loaded, slug, year, state):
    assert Report.objects.get(agency__slug=slug, year=year).state == state


def test_one_report_was_corrected_in_public(loaded):
    assert standing("shiliqu-yangbanjiedao", 2024).is_corrected
    second = report("shiliqu-yangbanjiedao", 2024)
    first = Report.objects.get(agency=second.agency, year=2024, revision=1)
    address = "disclosure/penalties/decisions"
    assert (value(first, address), value(second, address)) == (3, 30)
    assert second.correction_note.startswith("将“行政处罚”处理决定数量由3件更正为30件")
    assert standing("shiliqu-yangbanjiedao", 2024).standing == Standing.ON_TIME


def test_the_merged_bureaus_live_on_in_their_successor(loaded):
    successor = Agency.objects.get(slug="shiliqu-wenlvju")
    assert set(successor.predecessors.values_list("slug", "valid_until")) == {
        ("shiliqu-wenhuaju", date(2024, 3, 31)),
        ("shiliqu-lvyouju", date(2024, 3, 31)),
    }
    assert successor.valid_from == date(2024, 4, 1)
    assert FormerAddress.objects.get(slug="shiliqu-wenlv").agency == successor
    assert [one.year for one in timeliness.of_agency(successor, on=ON)] == [2025, 2024]
    open_before = [
        value(report(slug, 2023), "applications/4/total") for slug in ("shiliqu-wenhuaju", "shiliqu-lvyouju")
    ]
    assert (open_before, value(report("shiliqu-wenlvju", 2024), "applications/2/total")) == ([1, 1], 2)


def test_reports_of_the_trial_years_have_the_table_of_their_years(loaded):
    for one in Report.objects.filter(year__in=(2019, 2020)):
        assert one.form_id == "national-2019"
        assert one.cells.count() == 198
        assert "没有收录" not in one.preamble
    health = report("shiliqu-weijianju", 2020)
    assert value(health, "disclosure/penalties/previous") == 190  # 186 and 4 more in 2019
    assert value(health, "disclosure/normative_documents/total_open") == 9  # 7 and 1 a year
    assert health.cells.get(row="procurement", column="amount").unit == "元"
    market = report("shiliqu-shijianju", 2019)
    assert market.cells.get(row="licences", column="change").value == -3
    assert market.cells.get(row="licences", column="change").raw == "-3"


def of_tables(one: Report) -> tuple[int, int]:
    """How many checks of its tables hold, and how many cannot tell."""
    found = Counter(finding.status for finding in everycheck.of_report(one).tables)
    return found["holds"], found["cannot-tell"]


def test_no_check_of_the_words_finds_fault_with_the_samples(loaded):
    faults = {
        (one.agency.slug, one.year, finding.rule)
        for one in Report.objects.all()
        for finding in everycheck.of_report(one).prose
        if finding.status == "fails"
    }
    assert faults == {("shiliqu-weijianju", 2025, "late")}


def test_the_years_are_linked_from_the_trial_form_to_the_one_after(loaded):
    for slug in ("shiliqu-shijianju", "shiliqu-weijianju", "shiliqu-zhengfu", "shilishi-gonganju"):
        before, after = report(slug, 2020), report(slug, 2021)
        assert (before.form_id, after.form_id) == ("national-2019", "national-2021")
        # 7 carry-overs of requests hold, the 2 of documents in force are not comparable
        assert of_tables(after) == (42 + 7, 2)
    rolled = report("shiliqu-zhengfu", 2021)
    assert value(rolled, "applications/2/natural_person") == 5  # 1 office, 1 health, 3 market
    assert value(report("shiliqu-zhengfu", 2020), "applications/4/total") == 8


def test_within_the_trial_form_the_items_are_carried_over_too(loaded):
    # 4 bounds, 7 balances, 7 sums of rows, 26 of columns, 12 across years
    after = report("shiliqu-shijianju", 2020)
    assert of_tables(after) == (4 + 7 + 7 + 26 + 12, 0)
    first = report("shilishi-gonganju", 2019)
    assert of_tables(first) == (4 + 7 + 7 + 26, 12)


def test_the_roll_up_of_a_trial_year_leaves_out_what_was_withdrawn(loaded):
    assert "本区7个机关" in report("shiliqu-zhengfu", 2019).preamble
    assert "本区7个机关" in report("shiliqu-zhengfu", 2020).preamble


def test_credit_codes_have_true_check_digits(loaded):
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    for code in Agency.objects.values_list("credit_code", flat=True):
        weighed = sum(alphabet.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:17]))
        assert code[17] == alphabet[-weighed % 31]
        assert code.startswith("11000000000000")


def test_the_account_that_wrote_them_cannot_sign_in(loaded):
    account = Account.objects.get(username="samples")
    assert not (account.is_active or account.is_staff or account.has_usable_password())


def test_a_second_run_changes_nothing_even_after_staff_edited(loaded, django_assert_num_queries):
    draft = Report.objects.get(agency__slug="shiliqu-wenlvju", year=2025)
    drafts.revise(report=draft, by=draft.created_by, fields={"title": "改过的标题"})
    before = (Report.objects.count(), Event.objects.count())
    with django_assert_num_queries(3):  # savepoint, one look, release
        said = run()
    assert not re.search(r"\d", said)
    assert (Report.objects.count(), Event.objects.count()) == before
    draft.refresh_from_db()
    assert draft.title == "改过的标题"


def test_the_register_of_one_body_agrees_with_its_published_tables(loaded):
    health = Agency.objects.get(slug="shiliqu-weijianju")
    assert health.register_from == 2024
    assert health.applications.count() == 40
    for year, counted in ((2024, 0), (2025, 190)):
        found = reconciling.of_report(report("shiliqu-weijianju", year))
        assert (found.total, found.agreeing) == (190, 190)
        assert report("shiliqu-weijianju", year).cells.filter(rule="counted").count() == counted


def test_open_cases_of_the_register_are_due_around_today(loaded):
    today = timezone.localdate()
    rows = Agency.objects.get(slug="shiliqu-weijianju").applications.open()
    assert rows.overdue(on=today).count() == 1
    assert rows.filter(due_on__gte=today).count() == 8
    assert rows.filter(due_on=None, state="registered").count() == 2
    assert {row.state for row in rows} == {"registered", "accepted", "awaiting_supplement"}


def test_nobody_real_applied(loaded):
    people = Applicant.objects.all()
    assert people.count() == 40
    assert all("虚构" in one.name and not (one.identity_number or one.telephone) for one in people)
    assert all(row.description.startswith("示例：") for row in Application.objects.all())
    assert Dispute.objects.count() == 2
