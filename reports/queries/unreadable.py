"""Why a file could not be read at all, in one sentence for the person who sent it, saying what to do."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.domain.document import Unreadable

_SENTENCES: dict[str, Promise] = {
    "empty": _("The file “%(name)s” is empty, or nothing in it can be seen."),
    "too-large": _("The file “%(name)s” is larger than %(limit)s MB, far more than one report."),
    "too-long": _("The file “%(name)s” has more than %(limit)s lines or cells; it is no single report."),
    "line-too-long": _(
        "Line %(line)s of the file “%(name)s” has more than %(limit)s characters; it is no text of a report."
    ),
    "other-format": _(
        "The file “%(name)s” is no plain text but a file of the kind %(kind)s. Give its name the ending of "
        "its kind, such as .pdf or .docx, and import it again."
    ),
    "mismatch": _(
        "The file “%(name)s” is named like a file of the kind %(named)s, but it is of the kind %(kind)s. "
        "Give its name the right ending, or ask for the original, and import it again."
    ),
    "not-read": _(
        "The file “%(name)s” is of the kind %(kind)s, which is not read. Save the report as Word (.docx), "
        "Excel (.xlsx), PDF, a web page or plain text and import that."
    ),
    "old-format": _(
        "The file “%(name)s” is of an old kind (%(kind)s), which is not read. Open it and save it as .docx "
        "or .xlsx, then import that."
    ),
    "locked": _(
        "The file “%(name)s” is protected with a password. Remove the protection and import it again."
    ),
    "macros": _(
        "The file “%(name)s” holds macros, which are programs. Save it without them, as .docx or .xlsx, and "
        "import that."
    ),
    "scanned": _(
        "The PDF file “%(name)s” holds pictures of pages and no text. Ask the agency for the original file, "
        "or enter the report by hand."
    ),
    "unmapped": _(
        "The PDF file “%(name)s” draws its text without saying which characters it draws, so nothing in it "
        "can be read for certain. Ask the agency for the original file, or enter the report by hand."
    ),
    "many-pages": _("The PDF file “%(name)s” has more than %(limit)s pages; it is no single report."),
    "damaged": _(
        "The file “%(name)s” begins as a file of the kind %(kind)s but is damaged. Download it again or ask "
        "for it once more."
    ),
    "swollen": _(
        "The file “%(name)s” would unpack to more than %(limit)s MB, far more than one report, so it was "
        "not opened."
    ),
    "nested": _("The parts of the file “%(name)s” stand in one another too deeply; it is no report."),
    "slow": _(
        "Reading the file “%(name)s” took too long and was given up. Save the report as Word (.docx) or "
        "plain text and import that."
    ),
    "binary": _("The file “%(name)s” is no plain text: it holds characters that no text has."),
    "encoding": _(
        "The file “%(name)s” is in an encoding that is not read. Save it as UTF-8 or GB18030 and import it "
        "again."
    ),
    "cannot-open": _("The file “%(name)s” cannot be opened."),
    "failed": _(
        "Reading or storing the file “%(name)s” failed in a way nobody foresaw; the log of the portal says "
        "how. Import it by itself, or have somebody look at that log."
    ),
    # files of a folder or an archive
    "no-bundle": _("“%(name)s” is neither a folder nor a ZIP archive."),
    "many-files": _("The archive “%(name)s” holds more than %(limit)s files. Divide it, or unpack it."),
    "link": _("“%(name)s” is a link or no ordinary file; links are not followed."),
    "odd-path": _("The name “%(name)s” leads out of its archive or is too long; the file was left alone."),
    "archive-inside": _("“%(name)s” is an archive inside of what is imported. Unpack it first."),
    "name-twice": _(
        "Another file of the same name “%(name)s” stands in the archive; only the first was taken."
    ),
    "no-report": _(
        "No report on government information disclosure was found in the file “%(name)s”: it has no such "
        "title, no such chapters and no statistics table."
    ),
}


def sentence(problem: Unreadable, name: str) -> str:
    """What is wrong with the file of that name and what to do, in the active language."""
    text = _SENTENCES.get(problem.reason, _("The file “%(name)s” cannot be read."))
    return str(text) % {"kind": "", "limit": "", **problem.detail, "name": name}
