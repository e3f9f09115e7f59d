"""`python -m tests.benchmarks`: what the main pages cost, each beside an empty view; what importing costs.

`python -m tests.benchmarks catalogue`: only the lists of documents, at two sizes.

No test: it judges nothing. Works with SQLite in a temporary folder of its own, and removes it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

import django

SCRATCH = tempfile.TemporaryDirectory(prefix="portal-bench-")
os.environ.pop("DATABASE_URL", None)
os.environ.pop("CACHE_URL", None)
os.environ.update(
    DJANGO_SETTINGS_MODULE="portal.settings", DATA_DIR=SCRATCH.name, DEBUG="0", LOG_LEVEL="ERROR"
)
django.setup()

# The models can only be imported once Django is set up.
from django.conf import settings  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402

from tests.benchmarks import cases, catalogue, imports, material, searching  # noqa: E402
from tests.benchmarks.timing import Case, Cost, measure  # noqa: E402

EMPTY = Case("empty view", "/empty/")
SHORT = "/reports/shilishi-gonganju/2016/"
LONG = "/reports/shiliqu-weijianju/2024/"
REPORTS = (
    Case("report, 16-row form, nothing cached", SHORT, cache.clear),
    Case("report, 16-row form, tables cached", SHORT),
    Case("report, 200-cell form, nothing cached", LONG, cache.clear),
    Case("report, 200-cell form, tables cached", LONG),
)


def main() -> None:
    """Prepares, measures, prints."""
    settings.ROOT_URLCONF = "tests.benchmarks.urls"
    for command in ("migrate", "collectstatic"):
        call_command(command, interactive=False, verbosity=0)
    if "catalogue" in sys.argv[1:]:
        catalogue.show()
        return
    material.load()
    print("CPU milliseconds per request (median), in process, DEBUG off, SQLite. ×: ratio to the empty view.")
    print(
        "Cached: the HTML of a report's tables, per revision and language (django cache). Lists: nothing.\n"
    )
    show("The pages of the samples", measure((EMPTY, *REPORTS, Case("home", "/"))))
    for count in (100, 10_000):
        material.grow_to(count)
        listed = Case(f"list, 20 rows among {count:,} reports", "/reports/")
        show(f"With {count:,} reports", measure((EMPTY, listed, Case("home", "/"))))
    imports.show()
    cases.show()
    catalogue.show()
    searching.show()
    SCRATCH.cleanup()
    # a portal of its own, with an index over documents of 1,500 characters
    subprocess.run([sys.executable, "-m", "tests.benchmarks.searchpage"], check=True)


def show(title: str, costs: list[Cost]) -> None:
    """Prints one group; the first of it is the measure of the others."""
    print(f"{title:<44}{'ms':>9}{'×':>8}{'queries':>9}{'bytes':>10}")
    for cost in costs:
        ratio = cost.milliseconds / costs[0].milliseconds
        print(f"  {cost.name:<42}{cost.milliseconds:>9.2f}{ratio:>8.1f}{cost.queries:>9}{cost.size:>10,}")
    print()


if __name__ == "__main__":
    main()
