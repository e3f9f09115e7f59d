"""What importing costs, by format, in CPU time of this process and its children; and what the checks cost.

Each format is measured in a process of its own (`python -m tests.benchmarks.imports FORMAT FOLDER`), so that
its peak memory is its own. A format that is slow is measured for SECONDS of CPU, not for all reports.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()

from reports.domain.everycheck import every_check
from reports.domain.prose.checking.findings import Matter
from reports.domain.prose.passages import prose_of
from reports.models import Account, Agency
from reports.queries import powers, statforms
from reports.readers import opening
from reports.services import importing
from reports.services.reading import read
from tests.benchmarks import reportfiles

REPORTS = int(os.environ.get("BENCH_REPORTS", "500"))
SECONDS = 20.0
"""CPU seconds that one measurement takes at most."""
DIFFERENT = 20
"""Files of each format; they are read again and again until there are REPORTS."""
NARRATIVE = 20_000
ROUNDS = 20


def show() -> None:
    """Writes the files, measures each format, prints two tables."""
    form = statforms.form(reportfiles.FORM)
    print(f"Importing {REPORTS} made-up reports of each format, or as many as {SECONDS:.0f} s of CPU read.")
    print("Reading: the file to lines and grids. Understood: figures, chapters, all checks of one report.")
    print("Stored: all of it, as a draft with its source. Reports a second of CPU, on one core.\n")
    print(f"{'format':<8}{'KB':>7}{'reading':>10}{'understood':>12}{'stored':>9}{'reports':>9}{'peak MB':>9}")
    with tempfile.TemporaryDirectory(prefix="portal-bench-files-") as folder:
        for ending, write in reportfiles.FORMATS.items():
            for number in range(DIFFERENT):
                Path(folder, f"{number}.{ending}").write_bytes(write(form, number))
            command = [sys.executable, "-m", "tests.benchmarks.imports", ending, folder]
            found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
            print(
                f"{ending:<8}{found['size'] / 1024:>7.0f}{found['reading']:>10.1f}"
                f"{found['understood']:>12.1f}{found['stored']:>9.1f}{found['count']:>9}{found['peak']:>9.0f}",
                flush=True,
            )
        print()
        show_checks(Path(folder))


def show_checks(folder: Path) -> None:
    """All checks on one report with a long narrative, as ratios to reading its file."""
    form = statforms.form(reportfiles.FORM)
    lines = [part for part in reportfiles.parts(form, 1, length=NARRATIVE) if isinstance(part, str)]
    figures = reportfiles.figures(form, 1)
    chapters = [("一", "总体情况", "\n".join(lines[2:]))]

    def checked() -> None:
        prose = prose_of(title=lines[0], preamble="", chapters=chapters, closing="")
        every_check(Matter(prose=prose, year=2024, form=form, figures=figures, agency_name="示例市第1局"))

    cost = _median(checked)
    cells, signs = len(figures), sum(map(len, lines))
    print(f"All checks, {cells} cells, {signs:,} characters of narrative: {cost * 1000:.1f} ms")
    for ending in reportfiles.FORMATS:
        data = Path(folder, f"1.{ending}").read_bytes()
        alone = _median(lambda data=data, ending=ending: opening.read(data, name=f"a.{ending}"))
        print(f"  × {cost / alone:>6.2f} of reading the {ending} file alone ({alone * 1000:.1f} ms)")


def _median(act: Callable[[], object]) -> float:
    """CPU seconds of one act, the median of ROUNDS."""
    act()
    times = []
    for _round in range(ROUNDS):
        started = spent()
        act()
        times.append(spent() - started)
    return sorted(times)[ROUNDS // 2] or 1e-6


def spent() -> float:
    """CPU seconds of this process and of its children that ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def measured(ending: str, folder: Path) -> dict[str, float]:
    """Reports a second of CPU in three ways, how many were read, bytes of one, peak memory in MB."""
    files = [path.read_bytes() for path in sorted(folder.glob(f"*.{ending}"))]
    name = f"a.{ending}"
    reading, count = _rate(lambda turn: opening.read(files[turn % len(files)], name=name))
    understood, _count = _rate(lambda turn: read(files[turn % len(files)], name=name))
    by = Account.objects.get(username=powers.SAMPLES)
    agencies = Agency.objects.bulk_create(
        Agency(name=f"{ending}第{n}局", slug=f"{ending}-{n}", level="county", kind="department")
        for n in range(REPORTS // 20 + 1)
    )

    def store(turn: int) -> None:
        data = files[turn % len(files)]
        importing.store(
            read(data, name=name),
            data=data,
            name=name,
            by=by,
            agency=agencies[turn // 20],
            year=2000 + turn % 20,
        )

    stored, _count = _rate(store)
    peak = max(resource.getrusage(w).ru_maxrss for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {
        "size": sum(map(len, files)) / len(files),
        "reading": reading,
        "understood": understood,
        "stored": stored,
        "count": count,
        "peak": peak / 1024,
    }


def _rate(act: Callable[[int], object]) -> tuple[float, int]:
    act(0)
    started, turn = spent(), 0
    while turn < REPORTS and spent() - started < SECONDS:
        act(turn)
        turn += 1
    return turn / max(spent() - started, 1e-6), turn


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1], Path(sys.argv[2]))))
