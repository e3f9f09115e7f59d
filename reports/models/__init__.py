"""Every noun the portal stores, one file a noun."""

from reports.models.account import Account
from reports.models.agency import Agency, FormerAddress
from reports.models.event import Event
from reports.models.importrecord import ImportRecord
from reports.models.report import Chapter, RelatedLink, Report
from reports.models.reportfile import Attachment, SourceFile
from reports.models.stattable import StatCell

__all__ = [
    "Account",
    "Agency",
    "Attachment",
    "Chapter",
    "Event",
    "FormerAddress",
    "ImportRecord",
    "RelatedLink",
    "Report",
    "SourceFile",
    "StatCell",
]
