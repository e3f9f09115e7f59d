"""`make audit`: are weaknesses known of what we run on? Fails when it could not find out.

pip-audit asks a public source about each exact pin. A source that cannot be reached, knows a package not, or
answers "nothing" to everything (a mirror without the data) must not pass as good news: so first a pin whose
weaknesses are well known is asked about, and the audit goes on only if the source tells of them.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CANARY = "django==3.2"
"""Out of care since 2024, with dozens of published weaknesses."""
FILES = ("requirements.txt", "requirements-dev.txt")
NO_ANSWER, WEAK = 2, 1


class NoAnswer(Exception):
    """The source did not answer, or not about everything asked."""


def main(options: list[str]) -> int:
    """Exit status: 0 nothing known, 1 weaknesses, 2 could not find out."""
    try:
        if not any(found["vulns"] for found in ask([CANARY], options)):
            raise NoAnswer(f"The source knows of no weakness in {CANARY}: it has no data to answer with.")
        known = [found for found in ask(pins(), options) if found["vulns"]]
    except NoAnswer as problem:
        print(f"Nothing was found out. {problem}", file=sys.stderr)
        return NO_ANSWER
    for found in known:
        for weakness in found["vulns"]:
            mended = ", ".join(weakness["fix_versions"]) or "no version yet"
            print(f"{found['name']} {found['version']}: {weakness['id']}, mended in {mended}")
    print(f"{len(pins())} pins, {len(known)} with known weaknesses.")
    return WEAK if known else 0


def pins() -> list[str]:
    """Every pinned requirement, once, without extras."""
    lines = [line.strip() for name in FILES for line in (ROOT / name).read_text("utf-8").splitlines()]
    return sorted(
        {
            line.split("[")[0] + line[line.find("==") :] if "[" in line else line
            for line in lines
            if "==" in line
        }
    )


def ask(requirements: list[str], options: list[str]) -> list[dict[str, Any]]:
    """What the source says of each. Raises NoAnswer."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(requirements))
        file.flush()
        done = subprocess.run(
            [
                *(sys.executable, "-m", "pip_audit", "--requirement", file.name, "--format", "json"),
                *("--no-deps", "--disable-pip", "--strict", "--progress-spinner", "off", *options),
            ],
            capture_output=True,
            text=True,
        )
    try:
        answered = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        last = (done.stderr.strip().splitlines() or ["It said nothing."])[-1]
        raise NoAnswer(last[:300]) from None
    if len(answered) < len(requirements) or any("vulns" not in found for found in answered):
        raise NoAnswer(f"{len(requirements)} pins were asked about, {len(answered)} were answered for.")
    return answered


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
