"""What found a cell, in words, and why one is to be looked at."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.models import StatCell

RULES: dict[str, Promise] = {
    "label": gettext_lazy("by the label of its row, in one piece"),
    "label-in-pieces": gettext_lazy("by the label of its row, in several pieces"),
    "label-around-figures": gettext_lazy("by the label of its row, broken around the figures"),
    "label-alike": gettext_lazy("by a label nearly like that of the form"),
    "line-order": gettext_lazy("by the fixed order of the cells in the line"),
    "own-download": gettext_lazy("by its code, in a table downloaded here"),
    "grid": gettext_lazy("by its row and column in the table of the file"),
    "grid-alike": gettext_lazy("by its row and column, a label nearly like that of the form"),
    "grid-line": gettext_lazy("by the headings over it, in a table of one line"),
    "row-without-figures": gettext_lazy("the row stands there without figures"),
    "last-of-merged": gettext_lazy("the last figure of merged cells"),
    "mapped": gettext_lazy("put there by hand, from a table of no known form"),
    "typed": gettext_lazy("typed by hand"),
    "counted": gettext_lazy("counted from the register of applications"),
    "exchange": gettext_lazy("taken over from another portal"),
}


def rule(code: str) -> str:
    """What found it; a code without words stays as it is, "" for none."""
    return str(RULES.get(code, code))


def why_unsure(cell: StatCell) -> str:
    """Why somebody should look at it, in a sentence."""
    if cell.value is None and cell.raw:
        return _("This is no number.")
    return _("Read with a confidence of %(percent)s %%: %(rule)s.") % {
        "percent": round(cell.confidence * 100),
        "rule": rule(cell.rule),
    }
