"""Every noun the portal stores, one file a noun."""

from reports.models.account import Account, StaffSession
from reports.models.agency import Agency, FormerAddress
from reports.models.appointment import Appointment
from reports.models.event import Event
from reports.models.handin import HandIn, Reminder
from reports.models.importdesk import ImportItem, ImportJob
from reports.models.importrecord import ImportRecord
from reports.models.override import Override
from reports.models.publication import Publication, SigningKey
from reports.models.refusedfile import RefusedFile
from reports.models.report import Chapter, RelatedLink, Report
from reports.models.reportfile import Attachment, SourceFile
from reports.models.sentenceprint import SentencePrint
from reports.models.stattable import StatCell

__all__ = [
    "Account",
    "Agency",
    "Appointment",
    "Attachment",
    "Chapter",
    "Event",
    "FormerAddress",
    "HandIn",
    "ImportItem",
    "ImportJob",
    "ImportRecord",
    "Override",
    "Publication",
    "RefusedFile",
    "RelatedLink",
    "Reminder",
    "Report",
    "SentencePrint",
    "SigningKey",
    "SourceFile",
    "StaffSession",
    "StatCell",
]
