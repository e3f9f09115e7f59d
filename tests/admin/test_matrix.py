"""Who may do what to whose: role × act × own, subordinate and other agency, through the admin's real doors.

What is expected is written out by hand below, not taken from `domain/roles`: a right loosened there fails
here.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from reports.models import Agency
from tests.admin import doors
from tests.admin.doors_cases import CASE_DOORS
from tests.admin.doors_documents import DOCUMENT_DOORS
from tests.admin.doors_feeds import FEED_DOORS
from tests.admin.doors_handing import HANDING_DOORS
from tests.admin.doors_letters import LETTER_DOORS
from tests.admin.doors_tables import TABLE_DOORS
from tests.admin.doors_years import YEAR_DOORS
from tests.factories import make_account, make_agency, make_category

pytestmark = pytest.mark.django_db

DOORS = doors.DOORS | HANDING_DOORS | DOCUMENT_DOORS | TABLE_DOORS | CASE_DOORS | LETTER_DOORS | YEAR_DOORS
DOORS |= FEED_DOORS
ROLES = (
    "editor",
    "reviewer",
    "publisher",
    "caseworker",
    "agency_administrator",
    "supervisor",
    "auditor",
    "system_administrator",
)

EXPECTED = """
                  edit rev  pub  case aadm sup  aud  sadm
report list       ynn  ynn  ynn  ynn  ynn  yyn  yyn  333
report search     ynn  ynn  ynn  ynn  ynn  yyn  yyn  333
report filter     ynn  ynn  ynn  ynn  ynn  yyn  yyn  333
name in filter    ynn  ynn  ynn  ynn  ynn  yyn  yyn  333
year in filter    ynn  ynn  ynn  ynn  ynn  yyn  yyn  333
report page       y44  y44  y44  y44  y44  yy4  yy4  444
report history    y44  y44  y44  y44  y44  yy4  yy4  444
report table      y44  y44  y44  y44  y44  yy4  yy4  444
report review     y44  y44  y44  y44  y44  yy4  yy4  444
report trail      y44  y44  y44  y44  y44  yy4  yy4  444
side by side      y44  y44  y44  y44  y44  yy4  yy4  444
source file       y44  y44  y44  y44  y44  yy4  yy4  444
attachment        y44  y44  y44  y44  y44  yy4  yy4  444
write             y44  344  344  344  344  334  334  444
accept figure     y44  344  344  344  344  334  334  444
write table       y44  344  344  344  344  334  334  444
explain finding   y44  344  344  344  344  334  334  444
delete            y44  344  344  344  344  334  334  444
submit            y44  344  344  344  344  334  334  444
correct           y44  344  344  344  344  334  334  444
approve           n44  y44  n44  n44  n44  nn4  nn4  444
send back         344  y44  y44  344  344  334  334  444
publish           344  344  y44  344  344  334  334  444
schedule          344  344  y44  344  344  334  334  444
withdraw          344  344  y44  344  344  334  334  444
hand in           344  344  y44  344  344  334  334  444
receipt           y44  y44  y44  y44  y44  yy4  yy4  444
board             333  333  333  333  333  yyn  333  333
assessment        333  333  333  333  333  yyn  yyn  333
confirm receipt   333  333  333  333  333  nyn  333  333
remind            333  333  333  333  333  yy4  333  333
submit many       ynn  nnn  nnn  nnn  nnn  nnn  nnn  333
hand in many      nnn  nnn  ynn  nnn  nnn  nnn  nnn  333
add report        ynn  333  333  333  333  333  333  333
import            ynn  333  333  333  333  333  333  333
file on desk      y44  333  333  333  333  333  333  333
choose for report ynn  nnn  nnn  nnn  nnn  nnn  nnn  nnn
choose in filter  ynn  ynn  ynn  ynn  ynn  yyn  yyn  yyn
choose parent     nnn  nnn  nnn  nnn  nnn  nnn  nnn  yyn
choose for role   nnn  nnn  nnn  nnn  ynn  nnn  nnn  yyn
agency list       ynn  ynn  ynn  ynn  ynn  yyn  yyn  yyn
agency page       y44  y44  y44  y44  y44  yy4  yy4  yy4
agency history    y44  y44  y44  y44  y44  yy4  yy4  yy4
agency contacts   344  344  344  344  y44  334  334  yy4
agency address    344  344  344  344  n44  334  334  yy4
agency kind       344  344  344  344  n44  334  334  yy4
add below         333  333  333  333  333  333  333  yyn
rename by table   333  333  333  333  333  333  333  yyn
add by table      333  333  333  333  333  333  333  yyn
agency export     ynn  ynn  ynn  ynn  ynn  yyn  yyn  yyn
delete agency     344  344  344  344  344  334  334  ny4
account list      333  333  333  333  ynn  333  yyn  yyn
account page      444  444  444  444  y44  444  yy4  yy4
account history   444  444  444  444  y44  444  yy4  yy4
help back in      333  333  333  333  y33  333  333  yy3
rename account    444  444  444  444  y44  444  334  yy4
give role         444  444  444  444  y44  444  334  yy4
give high role    444  444  444  444  n44  444  334  yy4
add account       333  333  333  333  ynn  333  333  yyn
delete account    444  444  444  444  344  444  334  334
log list          333  333  333  333  333  333  yyn  333
log entry         444  444  444  444  444  444  yy4  444
case list         333  333  333  ynn  333  333  333  333
case filter       333  333  333  ynn  333  333  333  333
find by number    333  333  333  ynn  333  333  333  333
find by person    333  333  333  ynn  333  333  333  333
find by phone     333  333  333  ynn  333  333  333  333
case page         444  444  444  y44  444  444  444  444
case history      444  444  444  y44  444  444  444  444
case receipt      444  444  444  y44  444  444  444  444
case step page    444  444  444  y44  444  444  444  444
case code page    444  444  444  y44  444  444  444  444
ask to unmask     444  444  444  y44  444  444  444  444
unmask            444  444  444  y44  444  444  444  444
case step         444  444  444  y44  444  444  444  444
correct applicant 444  444  444  y44  444  444  444  444
strike step       444  444  444  y44  444  444  444  444
take case over    444  444  444  y44  444  444  444  444
new query code    444  444  444  y44  444  444  444  444
case file         444  444  444  y44  444  444  444  444
add case file     444  444  444  y44  444  444  444  444
file taken back   444  444  444  y44  444  444  444  444
case dossier      444  444  444  y44  444  444  444  444
enter case        333  333  333  ynn  333  333  333  333
confirm many      333  333  333  ynn  333  333  333  333
give many         333  333  333  ynn  333  333  333  333
dispute list      333  333  333  ynn  333  333  333  333
dispute page      444  444  444  y44  444  444  444  444
dispute history   444  444  444  y44  444  444  444  444
add dispute       333  333  333  ynn  333  333  333  333
change dispute    444  444  444  y44  444  444  444  444
calendar          333  333  333  333  333  333  333  333
moved cases       333  333  333  333  333  333  333  333
set workday       333  333  333  333  333  333  333  333
feed list         333  333  333  333  333  333  333  333
feed page         444  444  444  444  444  444  444  444
add feed          333  333  333  333  333  333  333  333
change feed       444  444  444  444  444  444  444  444
log export        333  333  333  333  333  333  yyn  333
document list     ynn  ynn  ynn  ynn  ynn  yyn  yyn  333
document page     y44  y44  y44  y44  y44  yy4  yy4  444
document history  y44  y44  y44  y44  y44  yy4  yy4  444
document review   y44  y44  y44  y44  y44  yy4  yy4  444
document file     y44  y44  y44  y44  y44  yy4  yy4  444
write document    y44  344  344  344  344  334  334  444
delete document   y44  344  344  344  344  334  334  444
submit document   y44  344  344  344  344  334  334  444
change document   y44  344  344  344  344  334  334  444
give up change    y44  344  344  344  344  334  334  444
approve document  n44  y44  n44  n44  n44  nn4  nn4  444
return document   344  y44  y44  344  344  334  334  444
publish document  344  344  y44  344  344  334  334  444
schedule document 344  344  y44  344  344  334  334  444
withdraw document 344  344  y44  344  344  334  334  444
reconsider        344  y44  344  344  344  334  334  444
add document      ynn  333  333  333  333  333  333  333
choose document   ynn  ynn  ynn  ynn  ynn  yyn  yyn  333
column list       ynn  ynn  ynn  ynn  ynn  yyn  yyn  333
add column        333  333  ynn  333  ynn  333  333  333
change column     344  344  y44  344  y44  334  334  444
delete column     344  344  y44  344  y44  334  334  444
overview          y44  y44  y44  y44  y44  yy4  yy4  333
import documents  ynn  333  333  333  333  333  333  333
force an import   nnn  333  333  333  333  333  333  333
change by table   ynn  333  333  333  333  333  333  333
export documents  ynn  ynn  ynn  ynn  ynn  yyn  yyn  333
submit documents  ynn  nnn  nnn  nnn  nnn  nnn  nnn  333
approve documents nnn  ynn  nnn  nnn  nnn  nnn  nnn  333
publish documents nnn  nnn  ynn  nnn  nnn  nnn  nnn  333
fault list        ynn  ynn  ynn  ynn  ynn  yyn  yyn  333
fault page        y44  y44  y44  y44  y44  yy4  yy4  444
fault history     y44  y44  y44  y44  y44  yy4  yy4  444
settle fault      y44  344  344  344  344  334  334  444
letter list       333  333  333  ynn  333  333  333  333
choose letter     444  444  444  y44  444  444  444  444
write letter      444  444  444  y44  444  444  444  444
letter page       444  444  444  y44  444  444  444  444
letter history    444  444  444  y44  444  444  444  444
letter as PDF     444  444  444  y44  444  444  444  444
letter as Word    444  444  444  y44  444  444  444  444
edit letter       444  444  444  y44  444  444  444  444
issue letter      444  444  444  y44  444  444  444  444
delete draft      444  444  444  y44  444  444  444  444
deliver letter    444  444  444  y44  444  444  444  444
wording list      333  333  333  ynn  333  333  333  333
wording page      444  444  444  y44  444  444  444  444
add wording       333  333  333  ynn  333  333  333  333
change wording    444  444  444  y44  444  444  444  444
delete wording    444  444  444  y44  444  444  444  444
year list         ynn  ynn  ynn  ynn  333  333  333  333
year page         y44  y44  y44  y44  344  334  334  334
year cases        344  344  344  y44  344  334  334  334
count year        y44  y44  y44  y44  344  334  334  334
draft of count    y44  344  344  344  344  334  334  334
register whole    344  344  344  y44  344  334  334  334
dispute rule      344  344  344  y44  344  334  334  334
explain count     344  344  344  y44  344  334  334  334
"""
"""Act → for each role, three letters: at the own agency, one below it, another. y: done or shown; n: not
among what is listed or offered, or refused in the form; 3 and 4: answered 403 and 404."""

PLACES = ("own", "below", "other")
TABLE = {line[:18].strip(): line[18:].split() for line in EXPECTED.strip("\n").splitlines()[1:]}
CASES = [(act, role, TABLE[act][number]) for act in TABLE for number, role in enumerate(ROLES)]


def test_every_door_and_every_role_stands_in_the_table() -> None:
    assert set(TABLE) == set(DOORS)
    assert all(len(cells) == len(ROLES) for cells in TABLE.values())


@pytest.fixture(scope="module")
def agencies(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Agency]]:
    """The three agencies and the columns that each has, made once for the whole table."""
    with django_db_blocker.unblock(), transaction.atomic():
        own = make_agency("甲市人民政府", slug="jia", kind="government")
        below = make_agency("甲市公安局", slug="police", parent=own)
        make_category()
        yield {"own": own, "below": below, "other": make_agency("乙市文化局", slug="culture")}
        transaction.set_rollback(True)


@pytest.mark.parametrize(("act", "role", "expected"), CASES, ids=[f"{act}-{role}" for act, role, _ in CASES])
def test_each_role_does_what_the_table_says_and_nothing_else(
    act: str, role: str, expected: str, agencies: dict[str, Agency]
) -> None:
    signed_in = Client()
    signed_in.force_login(make_account("wang", role, agency=agencies["own"]))
    found = ""
    for place in PLACES:
        with transaction.atomic():
            client = Client()
            client.cookies.load(signed_in.cookies.output(header=""))
            found += DOORS[act](client, Agency.objects.get(pk=agencies[place].pk))
            transaction.set_rollback(True)
    assert found == expected
