"""Why something in the region of a table was not read, in a sentence for each reason code."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_GENERIC = _("This was not understood. Compare it with the original and enter the figure by hand.")

_SENTENCES: dict[str, Promise] = {
    # what stands around the figures
    "header-missing": _("The header of this table was not found, so its figures cannot be put into columns."),
    "header-order": _("The header of this table is out of order, so its figures cannot be put into columns."),
    "unknown-form": _("This table belongs to no form that the portal knows. Choose the form by hand."),
    "other-form": _("This looks like a table of another form. Nothing of it was read."),
    "other-year": _("The table names another year than the report, or several, so nothing of it was read."),
    "table-missing": _("This table of the form was not found in the text."),
    "row-missing": _("This row of the form was not found in the text."),
    "row-unsure": _(
        "It is not certain that the cells of this row are blank; something around it was not understood."
    ),
    "row-label-unknown": _("The form has no row of this name."),
    "row-label-ambiguous": _("Several rows of the form could be meant by this name."),
    "row-label-missing": _("A figure stands here without the name of its row."),
    "row-twice": _("This row stands in the table twice."),
    "column-order": _(
        "The cells of this row do not stand in the order of the columns, so none of them is placed."
    ),
    "cell-count": _(
        "The row has more or fewer cells than the header has columns, so none of them is placed."
    ),
    "unit-unknown": _("The unit printed here is not that of the form."),
    "cell-unknown": _("The form has no cell of this code."),
    "cell-twice": _("This cell stands in the file twice with different figures; none of them was read."),
    "cell-contradicted": _("The codes of row and column in this line are not those of its cell."),
    "other-report": _("This line belongs to another report than the first line; nothing of it was read."),
    "cell-missing": _("This cell of the table is missing in the file; its figure was left as it was."),
    "page-without-text": _(
        "This page is a picture without a text layer; nothing on it was read. Compare it with the original "
        "and enter what stands there by hand."
    ),
    "cut": _("The text breaks off here; what should follow is missing."),
    "gap": _("The copy leaves something out here."),
    "glued": _("Several cells have run together here and cannot be taken apart safely."),
    "text": _("This text stands in the table but is neither a label nor a figure of the form."),
    # what stands in a cell
    "not-a-number": _("This is no number."),
    "negative": _("A count or an amount cannot be negative."),
    "signed": _("This cell holds a count or an amount, which has no sign before it."),
    "not-whole": _("A count must be a whole number."),
    "separators": _("The commas do not stand between groups of three digits; it may be two numbers."),
    "spaces": _("There are spaces inside the number; it may be two numbers."),
    "leading-zeros": _("The number begins with extra zeros; it may be several cells run together."),
    "too-long": _(
        "The number has more than 14 digits before the decimal point, or the text is too long for a cell."
    ),
    "too-precise": _("The number has more than 6 decimals."),
    "wrong-unit": _("The unit does not fit the cell: money and counts have been mixed up."),
}


def unread_sentence(reason: str) -> str:
    """Why it was not read, in the active language; a code without a sentence gets a general one."""
    return str(_SENTENCES.get(reason, _GENERIC))
