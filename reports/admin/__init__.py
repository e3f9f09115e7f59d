"""What staff work with: the stock Django admin, with pages of its own where a form is not enough."""

from reports.admin import (
    accounts,
    agencies,
    applications,
    categories,
    disputes,
    documents,
    doorchecks,
    events,
    feedsources,
    letters,
    pagefaults,
    reports,
    site,
    wordings,
    workdays,
)

__all__ = [
    "accounts",
    "agencies",
    "applications",
    "categories",
    "disputes",
    "documents",
    "doorchecks",
    "events",
    "feedsources",
    "letters",
    "pagefaults",
    "reports",
    "site",
    "wordings",
    "workdays",
]
