"""Why a file could not be read at all, in one sentence for the person who sent it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.domain.document import Unreadable

_SENTENCES: dict[str, Promise] = {
    "empty": _("The file “%(name)s” is empty."),
    "too-large": _("The file “%(name)s” is larger than %(limit)s MB, far more than a report in plain text."),
    "too-long": _("The file “%(name)s” has more than %(limit)s lines or cells; it is no single report."),
    "line-too-long": _(
        "Line %(line)s of the file “%(name)s” has more than %(limit)s characters; it is no plain text of a "
        "report."
    ),
    "other-format": _(
        "The file “%(name)s” is no plain text but a file of the kind %(kind)s. Save the report as plain text "
        "(.txt) first."
    ),
    "binary": _("The file “%(name)s” is no plain text: it holds characters that no text has."),
    "encoding": _(
        "The file “%(name)s” is in an encoding that is not read. Save it as UTF-8 or GB18030 and import it "
        "again."
    ),
    "no-report": _(
        "No report on government information disclosure was found in the file “%(name)s”: it has no such "
        "title, no such chapters and no statistics table."
    ),
}


def sentence(problem: Unreadable, name: str) -> str:
    """What is wrong with the file of that name and what to do, in the active language."""
    text = _SENTENCES.get(problem.reason, _("The file “%(name)s” cannot be read."))
    return str(text) % {**problem.detail, "name": name}
