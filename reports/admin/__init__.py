"""What staff work with: the stock Django admin, with pages of its own where a form is not enough."""

from reports.admin import accounts, agencies, categories, documents, doorchecks, events, reports, site

__all__ = [
    "accounts",
    "agencies",
    "categories",
    "documents",
    "doorchecks",
    "events",
    "reports",
    "site",
]
