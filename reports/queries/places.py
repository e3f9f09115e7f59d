"""Where something stood in a source file, in words: "line 12", "page 2, table 1, row 3, column 4"."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reports.domain.document import Position


def place(position: Position) -> str:
    """The place for a reader who has the file open; "" where nothing is known.

    A table of a file that states its rows is told by table, row and column; the line is ours, not the file's.
    """
    numbers = position.known
    if position.row is None and position.table is None:
        if position.page is not None and position.line is None:
            return _("page %(page)s") % {"page": position.page}
        if position.page is not None:
            return _("page %(page)s, line %(line)s") % {"page": position.page, "line": position.line}
        return _("line %(line)s") % numbers if position.line is not None else ""
    values = {"table": position.table or "–", "row": position.row or "–", "column": position.column or "–"}
    if position.page is not None:
        return _("page %(page)s, table %(table)s, row %(row)s, column %(column)s") % {
            **values,
            "page": position.page,
        }
    return _("table %(table)s, row %(row)s, column %(column)s") % values
