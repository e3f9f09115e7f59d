"""Why a file or a text that was sent is not taken, in one sentence for the person who sent it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.domain.refusal import Refused

_SENTENCES: dict[str, Promise] = {
    # files
    "empty": _("The file “%(name)s” is empty. Choose it again."),
    "too-large": _("The file “%(name)s” is larger than %(limit)s MB. Send it smaller or in parts."),
    "many-files": _("More than %(limit)s files were sent. Send fewer, or put several pages into one PDF."),
    "large-together": _("The files together are larger than %(limit)s MB. Send fewer or smaller ones."),
    "kind": _("The file “%(name)s” is of the kind %(kind)s, which is not taken. Taken are: %(kinds)s."),
    "unknown": _("What the file “%(name)s” is cannot be told. Taken are: %(kinds)s."),
    "mismatch": _(
        "The name of the file “%(name)s” ends in %(named)s, but its content is %(kind)s. Give it the right "
        "ending and send it again."
    ),
    "mixed": _(
        "The file “%(name)s” is two things at once: there is something of the kind %(kind)s in it. Save it "
        "anew from the program it was made with and send that."
    ),
    "archive": _(
        "The file “%(name)s” is an archive (%(kind)s), which is not taken. Unpack it and send its files."
    ),
    "program": _("The file “%(name)s” is a program, which is not taken."),
    "markup": _(
        "The file “%(name)s” is of the kind %(kind)s, which a browser could run. Save it as PDF "
        "and send that."
    ),
    "old-format": _(
        "The file “%(name)s” is of an old kind (%(kind)s). Open it, save it as .docx, .xlsx or PDF and "
        "send that."
    ),
    "locked": _(
        "The file “%(name)s” is protected with a password. Take the protection off and send it again."
    ),
    "macros": _(
        "The file “%(name)s” holds macros, which are programs. Save it without them, as .docx, .xlsx or PDF, "
        "and send that."
    ),
    "embedded": _(
        "Other files or objects are embedded in the file “%(name)s”. Save it as PDF, or take them out, and "
        "send it again."
    ),
    "remote": _(
        "The file “%(name)s” fetches something from elsewhere when it is opened. Save it as PDF and "
        "send that."
    ),
    "dynamic": _(
        "There is a field in the file “%(name)s” that starts other programs (DDE). Take it out, or save the "
        "file as PDF, and send it again."
    ),
    "acting": _(
        "The PDF file “%(name)s” holds scripts, forms that send, or files in it. Print it to a new PDF and "
        "send that."
    ),
    "odd-path": _("The file “%(name)s” holds names that lead out of it, so it was not opened."),
    "damaged": _("The file “%(name)s” is damaged. Save it anew and send it again."),
    "swollen": _("The file “%(name)s” would unpack to far more than it seems to be, so it was not opened."),
    "nested": _("The parts of the file “%(name)s” stand in one another too deeply."),
    "slow": _("Looking through the file “%(name)s” took too long. Save it as a simpler PDF."),
    "many-pixels": _(
        "The picture “%(name)s” has more than %(limit)s million pixels. Make it smaller and send it again."
    ),
    "infected": _("A virus was found in the file “%(name)s”. It was not kept."),
    "unscanned": _(
        "The file “%(name)s” could not be checked for viruses just now, so it was not kept. Try again later; "
        "what else you filled in is not lost."
    ),
    # rich text
    "text-large": _("The text is larger than %(limit)s MB. Divide it, or attach it as a file."),
    "text-long": _("The text has more than %(limit)s parts or cells. Divide it, or attach it as a file."),
    "text-nested": _(
        "The parts of the text stand in one another too deeply. Paste it as plain text instead."
    ),
    "text-damaged": _("The text cannot be read. Paste it as plain text instead."),
}
WARNINGS: dict[str, Promise] = {
    "image-alt": _("A picture says nothing to those who cannot see it. Describe what it shows: %(value)s"),
    "image-removed": _(
        "A picture was left out, since it is none of the attachments. Attach it and put it in from "
        "there. %(value)s"
    ),
    "link-removed": _("A link was left out, since it leads nowhere the public can go: %(value)s"),
    "removed": _("Something that a page may not hold was left out: %(value)s"),
    "hidden": _("Hidden words were left out."),
    "remark": _("Remarks at the margin were left out."),
    "tracked": _("The text held tracked changes. They were taken as accepted: read it through."),
}
"""What a writer of rich text should know, by the code of `reports.readers.richtext.Warned`."""


def sentence(refused: Refused) -> str:
    """What is wrong and what to do, in the active language."""
    text = _SENTENCES.get(refused.code, _("The file “%(name)s” is not taken."))
    return str(text) % {"name": "", "kind": "", "named": "", "kinds": "", "limit": "", **refused.values}


def warning(code: str, value: str) -> str:
    """What a writer should know, in the active language."""
    return (str(WARNINGS[code]) % {"value": value}).strip()
