"""A portal that means harm, or is broken: it is refused with a reason, and nothing here changes."""

from __future__ import annotations

import json
import time

import pytest

from reports.models import Agency, Document, DocumentFile, DocumentVersion, FeedSource
from reports.services import exchange, fetching
from reports.services.exchangeagencies import Places
from reports.services.fetching import Peer, Unreached
from reports.services.revisions import Refused
from tests.api.otherportal import AGENCY, OtherPortal, content
from tests.factories import make_agency, make_category, make_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def other():
    make_category()
    with OtherPortal() as portal:
        yield portal


def refused(other: OtherPortal) -> str:
    """Why the pull stopped; and that it left everything as it was."""
    ours = make_document(state="published")
    under = make_agency("示例市人民政府", slug="shili", kind="government")
    agencies = Agency.objects.count()
    done = exchange.pull(Peer(other.address), Places(under))
    assert done.fault and done.at == FeedSource.objects.get().last_sequence == 0
    assert list(DocumentVersion.objects.values_list("document", "title")) == [(ours.pk, ours.title)]
    assert (Document.objects.count(), DocumentFile.objects.count()) == (1, 0)
    assert Agency.objects.count() == agencies
    return done.fault


@pytest.mark.parametrize(
    "body",
    [
        "<p>字</p><script>alert(1)</script>",
        "<p>字</p><img src=x onerror=alert(1)>",
        '<p><a href="javascript:alert(1)">字</a></p>',
        '<p>字<img src="https://tracker.example/x.png" alt="x"></p>',
        '<p>字<img src="/documents/x/files/1/" alt="x"></p>'.replace("/documents/x", "/admin"),
        "<svg onload=alert(1)><p>字</p></svg>",
        '<p style="color:red">字</p>',
    ],
)
def test_text_that_is_not_clean_is_not_taken_over(other, body):
    other.publish(content(body=body))
    assert "/documents/a/" in refused(other)


def test_an_enormous_text_is_refused(other):
    other.publish(content(body="<p>" + "字" * 900_000 + "</p>"))
    assert refused(other)


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "\ud800"},
        {"title": "a\0b"},
        {"title": 5},
        {"title": None},
        {"title": "字" * 1001},
        {"title": "字" * 301},
        {"title": ""},
        {"made_on": "2024-13-01"},
        {"made_on": "0001-01-01"},
        {"published_at": "2024-03-02"},
        {"published_at": "gestern"},
        {"index_number": ""},
        {"index_number": "<script>"},
        {"index_number": "014416331/2024-00001"},
        {"source_url": "javascript:alert(1)"},
        {"theme": "nonsense"},
        {"stated_validity": "perhaps"},
        {"kind": "../document"},
        {"fields": {"nobody": "knows"}},
        {"fields": []},
        {"links": [{"relation": "owns", "to": "x"}]},
        {"files": [{"sha256": "x"}]},
        {"published_at": 1.5},
    ],
)
def test_a_record_with_something_else_in_it_is_refused(other, changed):
    said = content(**changed)
    if changed in ({"published_at": 1.5}, {"title": "\ud800"}):
        other.publish(content())
        other.answers["/api/v1/documents/a/"] = _record(other, {"content": said})
    elif changed == {"files": [{"sha256": "x"}]}:
        other.put(said, downloads={"x": "/files/x/"})
        other.change()
    else:
        other.publish(said)
    assert refused(other)


def test_a_record_of_another_address_or_with_a_wrong_digest_is_refused(other):
    other.publish(content())
    other.answers["/api/v1/documents/a/"] = _record(other, {"content_sha256": "0" * 64})
    assert "content_sha256" in refused(other)


def test_a_file_with_other_bytes_than_announced_is_refused(other):
    file = other.file("真".encode(), "a.txt")
    other.answers[f"/files/{file['sha256']}/"] = (200, {}, "假".encode())
    other.publish(content(files=[file]))
    assert "SHA-256" in refused(other)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"MZ\x90\x00" + b"\x00" * 200, "setup.exe"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.svg"),
        (b"<html><script>alert(1)</script></html>", "a.pdf"),
        (b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj", "a.pdf"),
    ],
)
def test_a_file_that_staff_could_not_attach_is_refused(other, data, name):
    other.publish(content(files=[other.file(data, name)]))
    assert refused(other)


@pytest.mark.parametrize("name", ["../../etc/passwd.txt", "..\\a.txt", "/root/a.txt", "a\u202etxt.exe.txt"])
def test_a_file_name_that_leads_out_of_its_folder_leads_nowhere(other, name, settings):
    other.publish(content(files=[other.file(b"a", name)]))
    refused(other)
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if "passwd" in path.name]


def test_a_file_larger_than_staff_may_attach_is_not_read_to_its_end(other, monkeypatch):
    file = other.file(b"x" * 3_000_000, "a.txt")
    other.publish(content(files=[file]))
    monkeypatch.setattr(exchange.intake, "LARGEST", 2_000_000)
    assert "2000000" in refused(other)


@pytest.mark.parametrize(
    "path", ["//evil.example/x", "/a/../../admin/", "https://evil.example/x", "/x?y", "", "x"]
)
def test_a_record_is_fetched_from_a_plain_path_of_that_host_only(other, path):
    other.publish(content())
    other.changes[0]["record"] = path
    assert "record" in refused(other)
    assert {one.partition("?")[0] for one in other.asked} == {"/api/v1/changes"}


@pytest.mark.parametrize(
    "numbers", [[2], [1, 3], [2, 1], [1, 1], [0], [-1], [True], ["1"], [1.0], [10**30], [None]]
)
def test_numbers_that_do_not_run_on_from_where_we_are_are_refused(other, numbers):
    other.put(content())
    for number in numbers:
        other.change(sequence=number)
    assert "sequence" in refused(other)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>",
        b"[]",
        b"{}",
        b'{"layout": 2}',
        b"[" * 100_000,
        b'{"layout":1,"head":1,"more":false,"changes":' + b"9" * 5000 + b"}",
        b'{"layout":1,"head":1,"more":false,"changes":{}}',
        b'{"layout":1,"head":1,"more":"no","changes":[]}',
        b"\xff\xfe",
    ],
)
def test_an_answer_that_is_no_feed_is_refused(other, data):
    other.answers["/api/v1/changes"] = (200, {}, data)
    assert refused(other)


def test_a_feed_without_an_end_is_cut_off(other, monkeypatch):
    monkeypatch.setattr(exchange, "LARGEST_PAGE", 1000)
    other.answers["/api/v1/changes"] = (200, {}, b" " * 2000)
    assert "1000" in refused(other)


@pytest.mark.parametrize("status", [204, 400, 403, 404, 429, 500, 503])
def test_a_portal_that_does_not_answer_is_tried_again_later(other, status):
    other.answers["/api/v1/changes"] = (status, {}, b"")
    assert str(status) in refused(other)


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://evil.example/api/v1/changes",
        "https://127.0.0.1/",
        "//evil.example/",
        "file:///etc/passwd",
        "http://127.0.0.1:1/",
    ],
)
def test_a_redirect_to_another_host_is_not_followed(other, target):
    other.answers["/api/v1/changes"] = (302, {"Location": target}, b"")
    assert target[:20] in refused(other)


def test_a_redirect_on_the_same_host_is_followed_and_a_ring_of_them_ends(other):
    other.answers["/api/v1/changes"] = (302, {"Location": "/api/v1/changes?again"}, b"")
    assert refused(other)
    assert len(other.asked) == 4 * 2  # the feed, and once more for withdrawals


def test_an_answer_cut_off_in_the_middle_is_refused(other):
    other.publish(content())
    body = other.answers["/api/v1/documents/a/"][2]
    other.answers["/api/v1/documents/a/"] = (200, {"Content-Length": str(len(body) + 50)}, body)
    assert refused(other)


def test_a_packed_answer_is_refused(other):
    other.answers["/api/v1/changes"] = (200, {"Content-Encoding": "gzip"}, b"x")
    assert refused(other)


def test_an_answer_that_trickles_is_given_up(other):
    def slow():
        time.sleep(1.5)
        return 200, {}, b"{}"

    other.answers["/slow"] = slow
    begun = time.monotonic()
    with pytest.raises(Unreached):
        Peer(other.address).get("/slow", most=100, seconds=1)
    assert time.monotonic() - begun < 1.4


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"name": ""},
        {"name": "甲" * 200, "level": "county", "kind": "department"},
        {**AGENCY["facts"], "level": "galactic"},
        {**AGENCY["facts"], "valid_from": "gestern"},
        {**AGENCY["facts"], "email": "<script>"},
        {**AGENCY["facts"], "division_code": "x"},
    ],
)
def test_an_agency_that_cannot_stand_is_not_entered(other, facts):
    other.publish(content(), agency={"id": 7, "facts": facts})
    assert refused(other)


@pytest.mark.parametrize(
    "own", [{"index_prefix": "014416330"}, {"credit_code": "11350900014416330J"}], ids=["prefix", "code"]
)
def test_a_number_with_the_code_of_our_own_agency_is_not_used_up_by_another(other, own):
    under = make_agency("示例市人民政府", slug="shili", kind="government")
    ours = make_agency("示例市教育局", slug="jyj", **own)
    other.publish(content())
    assert "示例市教育局" in exchange.pull(Peer(other.address), Places(under)).fault
    assert not Document.objects.exists()
    assert exchange.pull(Peer(other.address), Places(None, {"jiaoyu": ours})).fault == ""


def test_an_address_of_an_agency_that_is_no_address_gets_one_of_its_own(other):
    facts = {**AGENCY["facts"], "slug": "../admin"}
    other.publish(content(), agency={"id": 7, "facts": facts})
    under = make_agency("示例市人民政府", slug="shili", kind="government")
    assert exchange.pull(Peer(other.address), Places(under)).fault == ""
    assert Agency.objects.get(name="示例县教育局").slug == "shi-li-xian-jiao-yu-ju"


@pytest.mark.parametrize(
    "address",
    ["", "x", "ftp://a.example", "http://", "http://a:b@c.example", "http://a.example/other", "http://a:99999",
     "http://a.example?x=1", "http://[::1", "javascript:alert(1)", "https://a b", "https://a<b>", "https://a'b"],
)  # fmt: skip
def test_what_is_no_address_of_a_portal_is_refused(address):
    with pytest.raises(Refused):
        Peer(address)


def test_a_password_typed_into_an_address_is_not_repeated():
    with pytest.raises(Refused) as refusal:
        Peer("https://reader:geheim@a.example")
    assert "geheim" not in str(refusal.value) and "a.example" in str(refusal.value)


@pytest.mark.parametrize(
    ("found", "is_refused"),
    [
        ("127.0.0.1", True),
        ("10.0.0.1", True),
        ("169.254.169.254", True),
        ("192.168.1.1", True),
        ("::1", True),
        ("::ffff:10.0.0.1", True),
        ("fd00::1", True),
        ("0.0.0.0", True),
        ("100.64.0.1", True),
        ("64:ff9b::a9fe:a9fe", True),
        ("2002:a9fe:a9fe::1", True),
        ("::169.254.169.254", True),
        ("fec0::1", True),
        ("8.8.8.8", False),
        ("64:ff9b::808:808", False),
    ],
)
def test_a_name_that_leads_into_a_private_network_is_not_asked(found, is_refused, monkeypatch):
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *a, **k: [(2, 1, 6, "", (found, 80))])
    monkeypatch.setattr(fetching.socket, "create_connection", _unreachable)
    with pytest.raises(Unreached) as refusal:
        Peer("http://portal.example").get("/", most=1, seconds=1)
    assert ("--allow-private" in str(refusal.value)) is is_refused
    with pytest.raises(Unreached) as refusal:
        Peer("http://portal.example", allow_private=True).get("/", most=1, seconds=1)
    assert ("--allow-private" in str(refusal.value)) is (found == "0.0.0.0")


def _unreachable(*where: object) -> None:
    raise OSError("nobody there")


def _record(other: OtherPortal, changed: dict) -> tuple[int, dict, bytes]:
    record = json.loads(other.answers["/api/v1/documents/a/"][2])
    return 200, {}, json.dumps({**record, **changed}).encode()
