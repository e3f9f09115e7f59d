"""Every noun the portal stores, one file a noun."""

from reports.models.account import Account, StaffSession
from reports.models.agency import Agency, FormerAddress
from reports.models.applicant import Applicant
from reports.models.applicantnotice import ApplicantNotice
from reports.models.application import Application
from reports.models.applicationdraft import ApplicationDraft, DraftFile
from reports.models.appointment import Appointment
from reports.models.casefile import CaseFile
from reports.models.casestep import CaseStep
from reports.models.category import Category
from reports.models.columncount import ColumnCount
from reports.models.dispute import Dispute
from reports.models.document import Document, DocumentLink
from reports.models.documentaddress import FormerDocumentAddress, IndexCounter
from reports.models.documentfile import DocumentFile
from reports.models.documentversion import DocumentVersion, VersionFile, VersionLink
from reports.models.erasure import Erasure
from reports.models.event import Event
from reports.models.handin import HandIn, Reminder
from reports.models.importdesk import ImportItem, ImportJob
from reports.models.importrecord import ImportRecord
from reports.models.letter import Letter, Wording
from reports.models.override import Override
from reports.models.pagefault import PageFault
from reports.models.publication import Publication, SigningKey
from reports.models.publicchange import FeedSource, PublicChange
from reports.models.refusedfile import RefusedFile
from reports.models.report import Chapter, RelatedLink, Report
from reports.models.reportfile import Attachment, SourceFile
from reports.models.sentenceprint import SentencePrint
from reports.models.stattable import StatCell
from reports.models.workday import Workday
from reports.models.yearcount import Difference, YearCount

__all__ = [
    "Account",
    "Agency",
    "Applicant",
    "ApplicantNotice",
    "Application",
    "ApplicationDraft",
    "Appointment",
    "Attachment",
    "CaseFile",
    "CaseStep",
    "Category",
    "Chapter",
    "ColumnCount",
    "Difference",
    "Dispute",
    "Document",
    "DocumentFile",
    "DocumentLink",
    "DocumentVersion",
    "DraftFile",
    "Erasure",
    "Event",
    "FeedSource",
    "FormerAddress",
    "FormerDocumentAddress",
    "HandIn",
    "ImportItem",
    "ImportJob",
    "ImportRecord",
    "IndexCounter",
    "Letter",
    "Override",
    "PageFault",
    "PublicChange",
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
    "VersionFile",
    "VersionLink",
    "Wording",
    "Workday",
    "YearCount",
]
