"""Files sent through the gate, for tests."""

import io

from reports.domain.refusal import Refused
from reports.readers.intake import STAFF, check
from tests.readers import office
from tests.readers.hostile import SHEET_TYPE


def taken(name, data, allowed=STAFF, **more):
    return check(name, io.BytesIO(data), allowed, **more)


def code(name, data, allowed=STAFF, **more):
    """Why the file is refused; "" where it is taken."""
    try:
        taken(name, data, allowed, **more)
    except Refused as refused:
        assert refused.values["name"]
        return refused.code
    return ""


def sheet(**extra):
    main = "xl/workbook.xml"
    return office.packed({"[Content_Types].xml": office.types(main, SHEET_TYPE), main: "<a/>", **extra})
