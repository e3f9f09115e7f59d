"""The interface speaks Chinese completely: nothing missing, nothing doubtful, nothing left over."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import polib
import pytest

from reports.services.translations import compile_stale
from tests.extraction import Message, in_file, messages

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "reports" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
NAMED = re.compile(r"%\((\w+)\)[a-z]|\{(\w+)\}")
UNNAMED = re.compile(r"(?<!%)(?:%%)*%[sdrif]|\{\}")
CHINESE = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")


@pytest.fixture(scope="module")
def catalog() -> polib.POFile:
    return polib.pofile(str(PO))


def said(entry: polib.POEntry) -> list[str]:
    """Its translation, or each form of it where it counts something."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_text_of_the_code_is_in_the_catalog(catalog: polib.POFile) -> None:
    known = {Message(e.msgid, e.msgid_plural or "", e.msgctxt or "") for e in catalog if not e.obsolete}
    missing = {place: message for message, place in messages(ROOT).items() if message not in known}
    assert missing == {}, "run `make messages` and translate these"


def test_the_catalog_has_nothing_that_the_code_no_longer_says(catalog: polib.POFile) -> None:
    spoken = {message.msgid for message in messages(ROOT)}
    assert [entry.msgid for entry in catalog if entry.msgid not in spoken] == [], "run `make messages`"


def test_every_text_is_translated_and_none_is_a_guess(catalog: polib.POFile) -> None:
    assert [e.msgid for e in catalog if e.fuzzy or not all(said(e)) or not said(e)] == []


def test_translations_keep_the_placeholders(catalog: polib.POFile) -> None:
    broken = []
    for entry in catalog:
        wanted = sorted(set(NAMED.findall(entry.msgid_plural or entry.msgid)))
        broken += [text for text in said(entry) if text and sorted(set(NAMED.findall(text))) != wanted]
    assert broken == []


def test_placeholders_have_names(catalog: polib.POFile) -> None:
    assert [e.msgid for e in catalog if UNNAMED.search(NAMED.sub("", e.msgid))] == []


def test_the_code_speaks_english(catalog: polib.POFile) -> None:
    assert [entry.msgid for entry in catalog if CHINESE.search(entry.msgid)] == []


def test_texts_are_found_in_code_and_templates(tmp_path: Path) -> None:
    code = tmp_path / "a.py"
    code.write_text(
        "from django.utils.translation import gettext as _, ngettext, pgettext_lazy\n"
        'x = _("One\\nline %(n)s"\n      " and more")\n'
        'y = ngettext("%(n)s day", "%(n)s days", 2)\n'
        'z = pgettext_lazy("month", "May")\n'
    )
    page = tmp_path / "a.html"
    page.write_text(
        '{% load i18n %}<p title="{% translate "Title “here”" %}">\n'
        "      {% blocktranslate trimmed count n=days %}\n  {{ n }} day\n   {% plural %}\n {{ n }} days\n"
        '    {% endblocktranslate %}\n  {{ x|default:_("none") }} it\'s "quoted" (text {% now "Y" %}</p>\n'
    )
    assert [message for _line, message in in_file(code)] == [
        Message("One\nline %(n)s and more"),
        Message("%(n)s day", "%(n)s days"),
        Message("May", "", "month"),
    ]
    assert [message for _line, message in in_file(page)] == [
        Message("Title “here”"),
        Message("%(n)s day", "%(n)s days"),
        Message("none"),
    ]


def test_compiling_needs_no_tools_and_happens_once(tmp_path: Path) -> None:
    folder = tmp_path / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    po, mo = folder / "django.po", folder / "django.mo"
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    po.write_text(head + 'msgid "Report"\nmsgstr "报告"\n', "utf-8")
    assert compile_stale(tmp_path) == [mo]
    assert compile_stale(tmp_path) == []
    with mo.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Report") == "报告"
