"""A table of agencies in the admin: rehearsed, shown line by line, then stored as a whole; hostile tables."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from reports.models import Agency, Event
from reports.readers import rows as reader
from reports.services import agencyimport
from tests.admin.pages import fields, signed_in, text
from tests.factories import make_account, make_agency

pytestmark = pytest.mark.django_db
IMPORT, EXPORT = "/admin/reports/agency/import/", "/admin/reports/agency/export/"
DAY = date(2019, 2, 1)
HEADS = "slug,name,parent,level,kind"


@pytest.fixture
def city() -> Agency:
    return make_agency("示例市人民政府", slug="shi", kind="government")


@pytest.fixture
def gu() -> Client:
    return signed_in("gu", "system_administrator")


def hand_in(client: Client, content: bytes | str, name: str = "a.csv"):
    data = content.encode() if isinstance(content, str) else content
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, data)})


def told(answer) -> list[tuple[int, str, str]]:
    """(line, name, kind) of every row but the unchanged."""
    assert answer.status_code == 200, answer
    assert "preview" in answer.context, text(answer)
    return [(line.number, line.name, line.kind) for line in answer.context["preview"].shown]


def reasons(answer) -> str:
    return "; ".join(why for line in answer.context["preview"].lines for why in line.reasons)


def said(answer) -> str:
    """The messages of a page that asks for a table again."""
    assert "preview" not in answer.context
    return "; ".join(str(one) for one in answer.context["messages"])


def confirm(client: Client, shown):
    return client.post(IMPORT, fields(shown, ""))


def test_rows_are_new_changed_unchanged_or_wrong_with_line_and_reason(city, gu):
    make_agency("示例市公安局", slug="police", parent=city)
    table = (
        f"{HEADS}\n"
        "shi,示例市人民政府,,city,government\n"
        "police,示例市公安分局,shi,city,department\n"
        "\n"
        "culture,示例市文化局,示例市人民政府,city,department\n"
        "bad,示例市某局,nobody,moon,department\n"
    )
    answer = hand_in(gu, table)
    assert told(answer) == [
        (6, "示例市某局", "invalid"),
        (5, "示例市文化局", "new"),
        (3, "示例市公安分局", "changed"),
    ]
    assert "上级" in reasons(answer) and "nobody" in reasons(answer) and "moon" in reasons(answer)
    assert "示例市公安局 → 示例市公安分局" in text(answer)
    assert 'name="_do"' not in text(answer)
    assert Agency.objects.count() == 2 and not Event.objects.filter(subject_kind="agency").exists()


def test_what_was_shown_is_stored_as_a_whole_with_an_event_each(city, gu):
    police = make_agency("示例市公安局", slug="police", parent=city, telephone="1")
    table = (
        f"{HEADS},telephone\n"
        "police,示例市公安局,shi,city,department,0598-2\n"
        "new,新局,police,city,department,\n"
    )
    shown = hand_in(gu, table)
    assert told(shown) == [(3, "新局", "new"), (2, "示例市公安局", "changed")]
    answer = confirm(gu, shown)
    assert answer.status_code == 302
    police.refresh_from_db()
    made = Agency.objects.get(slug="new")
    assert (police.telephone, made.parent) == ("0598-2", police)
    events = Event.objects.filter(subject_kind="agency").order_by("sequence")
    assert [(event.act, event.by.username) for event in events] == [("edited", "gu"), ("created", "gu")]
    assert events[0].changes == {"telephone": ["1", "0598-2"]}
    assert "没有需要修改" in text(hand_in(gu, table))


def test_what_changed_since_it_was_shown_is_shown_again(city, gu):
    shown = hand_in(gu, f"{HEADS}\nshi,示例市政府,,city,government\n")
    Agency.objects.filter(pk=city.pk).update(name="别名")
    answer = confirm(gu, shown)
    assert "别名 → 示例市政府" in text(answer)
    assert Agency.objects.get(pk=city.pk).name == "别名"
    assert confirm(gu, answer).status_code == 302
    assert Agency.objects.get(pk=city.pk).name == "示例市政府"


def test_a_column_left_out_changes_nothing_and_an_empty_cell_empties(city, gu):
    Agency.objects.filter(pk=city.pk).update(telephone="1", email="a@example.gov.cn")
    confirm(gu, hand_in(gu, "slug,telephone\nshi,\n"))
    city.refresh_from_db()
    assert (city.telephone, city.email, city.kind) == ("", "a@example.gov.cn", "government")


@pytest.mark.parametrize(
    "table",
    [
        "名称,层级,类别,设立日期\n示例市公安局,市级,政府部门,2019/2/1\n",
        "Name;Level;Kind;Exists from\n示例市公安局;city;department;2019年2月1日\n",
    ],
)
def test_columns_are_known_by_their_names_in_both_languages_and_a_new_row_gets_an_address(gu, table):
    shown = hand_in(gu, table)
    assert told(shown) == [(2, "示例市公安局", "new")]
    confirm(gu, shown)
    made = Agency.objects.get(name="示例市公安局")
    assert (made.slug, made.kind) == ("shi-li-shi-gong-an-ju", "department")
    assert made.valid_from == DAY


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_export_comes_back_unchanged(city, gu, ending):
    make_agency(
        "=1+1局",
        slug="odd",
        parent=city,
        telephone="+86-598",
        division_code="035000",
        valid_from=date(2019, 2, 1),
    )
    answer = gu.post(EXPORT, {"as": ending})
    assert answer.status_code == 200
    if ending == "csv":
        assert "'=1+1局" in answer.content.decode("utf-8-sig")
    else:
        cells = [
            cell.value for row in openpyxl.load_workbook(io.BytesIO(answer.content)).active for cell in row
        ]
        assert "'=1+1局" in cells and "035000" in cells
    back = hand_in(gu, answer.content, f"a.{ending}")
    [odd] = told(back)
    assert odd[2] == "invalid" and "公式" in reasons(back)
    Agency.objects.filter(slug="odd").update(name="一局")
    back = hand_in(gu, gu.post(EXPORT, {"as": ending}).content, f"a.{ending}")
    assert told(back) == []
    assert Event.objects.filter(act="exported", subject_kind="agencies").count() == 2


def test_an_export_holds_what_one_may_see_and_nothing_else(city):
    make_agency("乙县人民政府", slug="yi", kind="government")
    client = Client()
    client.force_login(make_account("sun", "supervisor", agency=city))
    table = client.post(EXPORT).content.decode("utf-8-sig")
    assert "示例市人民政府" in table and "乙县" not in table
    assert client.get(EXPORT).status_code == 405
    assert signed_in("nobody").post(EXPORT).status_code == 403


# Whose it is


def limited(city: Agency) -> Client:
    client = Client()
    client.force_login(make_account("feng", "system_administrator", agency=city))
    return client


def test_the_import_is_for_those_who_move_agencies(city):
    client = signed_in("chen", "editor", "agency_administrator", "auditor", "supervisor")
    assert client.get(IMPORT).status_code == 403
    assert hand_in(client, f"{HEADS}\nnew,新局,shi,city,department\n").status_code == 403
    assert "导入机构" not in text(client.get("/admin/reports/agency/"))
    assert "导入机构" in text(limited(city).get("/admin/reports/agency/"))


@pytest.mark.parametrize(
    "row",
    [
        "yi,改名县,,county,government",
        "yi,乙县人民政府,shi,county,government",
        "police,示例市公安局,yi,city,department",
        "police,示例市公安局,,city,department",
        "new,新局,yi,city,department",
        "new,新局,,city,department",
    ],
)
def test_another_offices_agencies_are_neither_changed_nor_added_to(city, row):
    make_agency("乙县人民政府", slug="yi", kind="government", level="county")
    make_agency("示例市公安局", slug="police", parent=city)
    answer = hand_in(limited(city), f"{HEADS}\n{row}\n")
    assert [kind for _line, _name, kind in told(answer)] == ["invalid"]
    assert "不在您的权限范围内" in reasons(answer)


def test_below_ones_own_agency_whole_branches_are_added(city):
    client = limited(city)
    table = f"{HEADS}\nnew,新局,shi,city,department\nteam,新局一队,new,city,dispatched\n"
    assert confirm(client, hand_in(client, table)).status_code == 302
    assert Agency.objects.get(slug="team").parent.slug == "new"


def test_an_id_column_is_not_known(city, gu):
    answer = hand_in(gu, f"id,slug,name\n{city.pk},other,别名\n")
    assert "id" in said(answer) and "无法识别" in said(answer)


# Rules and hostile tables


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("a b,新局,,city,department", "地址"),
        ("old,新局,,city,department", "曾用地址"),
        ("new,示例市人民政府,,city,department", "名称"),
        ("shi,示例市人民政府,shi,city,government", "上级"),
        ("new,,,city,department", "名称"),
        ("new,=HYPERLINK(1),,city,department", "公式"),
        ("=1+1,新局,,city,department", "公式"),
        ("new," + "长" * 121 + ",,city,department", "名称"),
    ],
)
def test_a_row_against_the_rules_is_wrong_and_says_why(city, gu, row, why):
    city.former_addresses.create(slug="old")
    make_agency("别处", slug="elsewhere").former_addresses.create(slug="older")
    row = row.replace("old,", "older,")
    answer = hand_in(gu, f"{HEADS}\n{row}\n")
    assert [kind for _line, _name, kind in told(answer)] == ["invalid"]
    assert reasons(answer)
    assert Agency.objects.count() == 2


def test_the_same_address_twice_is_wrong(city, gu):
    answer = hand_in(gu, f"{HEADS}\na,甲局,shi,city,department\na,乙局,shi,city,department\n")
    assert (3, "乙局", "invalid") in told(answer) and "第 2 行" in reasons(answer)


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"", "a.csv", "空"),
        (b"\xef\xbb\xbf", "a.csv", "空"),
        (b"   \n\n", "a.csv", "空"),
        (f"{HEADS}\n".encode(), "a.csv", "没有"),
        (b"\xff\xfe" + "slug,name\n".encode("utf-16-le"), "a.csv", "没有"),
        ("slug,name\n".encode("utf-16-le"), "a.csv", "纯文本"),
        (b"\x00\x01\x02", "a.csv", ""),
        (b"PK\x03\x04broken", "a.xlsx", ""),
        (b"%PDF-1.4", "a.csv", ""),
        (b'slug,name\n"open', "a.csv", ""),
        ("新局,别局\n1,2\n".encode(), "a.csv", "无法识别"),
        (b"slug,slug\na,b\n", "a.csv", "重复"),
        (b"level,kind\ncity,department\n", "a.csv", "首行"),
        (b"'; DROP TABLE reports_agency;--\n1\n", "a.csv", "无法识别"),
        (b"<script>alert(1)</script>\n1\n", "a.csv", "无法识别"),
    ],
)
def test_a_table_that_is_none_says_so(city, gu, content, name, why):
    answer = hand_in(gu, content, name)
    assert why in said(answer) and said(answer)
    assert "<script>alert" not in text(answer)
    assert Agency.objects.count() == 1


def test_a_hundred_thousand_rows_are_refused_before_any_is_looked_at(gu):
    rows = "".join(f"a{number},n\n" for number in range(100_000))
    assert len(rows) < 2**20
    assert "500" in said(hand_in(gu, f"slug,name\n{rows}"))


def test_a_table_of_more_than_a_megabyte_is_refused(gu):
    answer = gu.post(IMPORT, {"file": SimpleUploadedFile("a.csv", b"x" * (2**20 + 1))})
    assert "1 MB" in text(answer)


def test_a_workbook_that_swells_or_names_far_cells_does_no_harm(gu):
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "slug", "x"
    content = io.BytesIO()
    book.save(content)
    assert [kind for _line, _name, kind in told(hand_in(gu, content.getvalue(), "a.xlsx"))] == ["invalid"]
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", b" " * 300_000_000)
    assert said(hand_in(gu, bomb.getvalue(), "a.xlsx"))


def test_a_formula_cell_of_a_workbook_is_not_taken(city, gu):
    book = openpyxl.Workbook()
    book.active.append(["slug", "name"])
    book.active.append(["shi", '=HYPERLINK("http://x","y")'])
    content = io.BytesIO()
    book.save(content)
    answer = hand_in(gu, content.getvalue(), "a.xlsx")
    assert "公式" in reasons(answer)


@pytest.mark.parametrize("content", ["", "%%%", "PHNjcmlwdD4="])
def test_a_confirmation_made_by_hand_stores_nothing(city, gu, content):
    answer = gu.post(IMPORT, {"_do": "1", "content": content, "digest": "0" * 64}, follow=True)
    assert answer.status_code == 200 and Agency.objects.count() == 1


def test_five_hundred_rows_are_taken_and_one_more_is_not(gu):
    rows = [f"a{number},示例{number},,city,department" for number in range(500)]
    table = "\n".join([HEADS, *rows])
    assert len(reader.read(table.encode(), most=agencyimport.MOST + 1)) == 501
    assert "500" in said(hand_in(gu, f"{table}\na,甲,,city,office"))
