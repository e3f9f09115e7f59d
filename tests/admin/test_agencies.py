"""Agencies in the admin: the tree, addresses, codes, what came before and after."""

import pytest
from django.urls import reverse

from reports.models import Agency
from tests.admin.pages import fields, signed_in, text
from tests.factories import make_agency

pytestmark = pytest.mark.django_db
LIST = "admin:reports_agency_changelist"
ALL = ("system_administrator",)


def page(agency):
    return reverse("admin:reports_agency_change", args=[agency.pk])


def save(client, agency, **typed):
    form = fields(client.get(page(agency)), "agency_form")
    return client.post(page(agency), form | typed, follow=True)


def test_the_list_is_the_tree_and_a_search_names_what_stands_above():
    top = make_agency("甲市人民政府", slug="top", kind="government")
    district = make_agency("乙区人民政府", slug="district", parent=top, level="county")
    make_agency("丙局", slug="bureau", parent=district, level="county")
    make_agency("丁市人民政府", slug="other")
    client = signed_in("chen", *ALL)
    listed = client.get(reverse(LIST)).context["cl"].result_list
    assert [(agency.name, agency.place.depth) for agency in listed] == [
        ("丁市人民政府", 0),
        ("甲市人民政府", 0),
        ("乙区人民政府", 1),
        ("丙局", 2),
    ]
    assert "甲市人民政府 › 乙区人民政府" in text(client.get(reverse(LIST), {"q": "丙局"}))


def test_more_agencies_cost_no_more_queries(django_assert_num_queries):
    client = signed_in("chen", *ALL)
    client.get(reverse(LIST))
    counts = []
    for numbers in (range(3), range(3, 40)):
        for number in numbers:
            make_agency(f"机构{number}", slug=f"a{number}", parent=Agency.objects.order_by("pk").last())
        with django_assert_num_queries(15, exact=False) as queries:
            client.get(reverse(LIST))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_new_agency_without_an_address_gets_one_from_its_name():
    client = signed_in("chen", *ALL)
    address = reverse("admin:reports_agency_add")
    for name in ("示例市公安局", "示例市公安局二"):
        form = fields(client.get(address), "agency_form")
        client.post(address, form | {"name": name, "level": "city", "kind": "department"})
    assert set(Agency.objects.values_list("slug", flat=True)) == {
        "shi-li-shi-gong-an-ju",
        "shi-li-shi-gong-an-ju-er",
    }


def test_a_changed_address_stays_and_is_never_given_to_another():
    first, second = make_agency("甲局", slug="old"), make_agency("乙局", slug="second")
    client = signed_in("chen", *ALL)
    save(client, first, slug="new")
    assert [former.slug for former in first.former_addresses.all()] == ["old"]
    answer = save(client, second, slug="old", short_name="乙")
    assert "曾用网址标识" in text(answer) and "甲局" in text(answer)
    assert fields(answer, "agency_form")["short_name"] == "乙"
    second.refresh_from_db()
    assert (second.slug, second.short_name) == ("second", "")


def test_a_credit_code_with_a_wrong_check_character_is_saved_with_a_warning():
    client, agency = signed_in("chen", *ALL), make_agency()
    answer = save(client, agency, credit_code="11370883 004325769c")
    agency.refresh_from_db()
    assert agency.credit_code == "11370883004325769C"
    assert "校验位" in text(answer)
    answer = save(client, agency, credit_code="11370883004325769B")
    assert "校验位" not in text(answer)


def test_an_agency_cannot_be_put_under_its_own_or_before_itself():
    top = make_agency("甲", slug="top")
    low = make_agency("乙", slug="low", parent=top)
    client = signed_in("chen", *ALL)
    answer = save(client, top, parent=str(low.pk))
    assert "隶属于该机构" in text(answer)
    answer = save(client, top, predecessors=str(top.pk))
    assert "前身机构" in text(answer)
    top.refresh_from_db()
    assert top.parent is None and not top.predecessors.exists()


def test_who_took_over_is_shown():
    old, new = make_agency("旧局", slug="a"), make_agency("新局", slug="b")
    new.predecessors.add(old)
    assert "新局" in text(signed_in("chen", *ALL).get(page(old)))


def test_the_autocomplete_finds_by_a_part_of_the_name():
    make_agency("示例市公安局", slug="police")
    client = signed_in("chen", "editor")
    query = {"app_label": "reports", "model_name": "report", "field_name": "agency", "term": "公安"}
    answer = client.get(reverse("admin:autocomplete"), query)
    assert [found["text"] for found in answer.json()["results"]] == ["示例市公安局"]


def test_leaving_a_form_with_something_typed_is_asked_about():
    client = signed_in("chen", "agency_administrator")
    shown = text(client.get(page(make_agency())))
    assert "js/unsaved" in shown
    assert 'id="kept"' in shown


@pytest.mark.parametrize("name", ["parent", "predecessors"])
def test_an_id_that_no_database_holds_is_refused_at_its_field(name):
    typed = {"name": "甲局", "slug": "jia", "level": "city", "kind": "department", name: "9" * 25}
    answer = signed_in("chen", *ALL).post(reverse("admin:reports_agency_add"), typed)
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors[name]
    assert not Agency.objects.exists()
