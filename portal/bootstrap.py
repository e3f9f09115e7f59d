"""Makes .venv with the pinned packages. Standard library only: it runs before anything is installed.

It installs what the portal runs on; with `--dev` what tests and linters need too, with `--browser` a Chromium
and Chinese fonts, through apt where it may. What is there already is left alone: a second run takes no time.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"
PYTHON = FOLDER / "bin" / "python"
STAMP = FOLDER / "installed.json"
NEEDED = (3, 11)
UV = "uv==0.13.9"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """Bring the environment to the state the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dev", action="store_true")
    parser.add_argument("--browser", action="store_true")
    options = parser.parse_args()
    find_python()
    make_environment()
    install("requirements-dev.txt" if options.dev else "requirements.txt")
    if options.browser:
        find_browser()
        find_database()


def say(sentence: str) -> None:
    print(sentence, flush=True)


def answers(*command: str | Path) -> bool:
    """Whether the command runs and succeeds; what it prints is dropped."""
    try:
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def find_python() -> None:
    """Go on under a newer Python of this machine where the one we run under is too old."""
    if sys.version_info >= NEEDED:
        return
    for minor in range(19, NEEDED[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            os.execv(newer, [newer, *sys.argv])
    sys.exit(
        f"The portal needs Python 3.{NEEDED[1]} or newer; this is {sys.version.split()[0]}."
        " Install one, or name it: make run PYTHON=/path/to/python3.12"
    )


def make_environment() -> None:
    """An empty environment, where there is none or the one there no longer runs."""
    asks = f"import sys; sys.exit(sys.version_info < {NEEDED})"
    if answers(PYTHON, "-c", asks):
        return
    say("Making the environment in .venv …")
    shutil.rmtree(FOLDER, ignore_errors=True)
    if importlib.util.find_spec("ensurepip") is None and not add_venv_module() and shutil.which("uv"):
        subprocess.run(["uv", "venv", "--quiet", "--python", sys.executable, FOLDER], check=True)
        return
    if subprocess.run([sys.executable, "-m", "venv", FOLDER]).returncode:
        shutil.rmtree(FOLDER, ignore_errors=True)
        sys.exit(
            "This Python cannot make an environment. On Debian and Ubuntu: sudo apt-get install python3-venv"
        )


def add_venv_module() -> bool:
    """Debian packs `venv` apart from Python: fetch it where we may. Returns whether it is there now."""
    return apt_install(f"python3.{sys.version_info[1]}-venv")


def install(requirements: str) -> None:
    """Install the pinned packages of a file, unless these very pins were installed before."""
    wanted = fingerprints(requirements)
    if wanted.items() <= installed().items():
        return
    started = time.monotonic()
    say(f"Installing the packages of {requirements} …")
    uv = find_uv()
    arguments = ["--quiet", "--requirement", str(ROOT / requirements)]
    done = uv is not None and not run(
        [uv, "pip", "install", "--python", str(PYTHON), *arguments], uv_variables()
    )
    if not done and run([str(PYTHON), "-m", "pip", "install", *arguments], {}):
        sys.exit(
            "The packages could not be installed; the lines above say why. Is a package index reachable?"
        )
    STAMP.write_text(json.dumps(wanted))
    say(f"Installed in {time.monotonic() - started:.0f} s.")


def fingerprints(requirements: str) -> dict[str, str]:
    """SHA-256 of the file and of those it includes, by name."""
    text = (ROOT / requirements).read_text("utf-8")
    found = {requirements: hashlib.sha256(text.encode()).hexdigest()}
    for line in text.splitlines():
        if line.startswith("-r "):
            found.update(fingerprints(line[3:].strip()))
    return found


def installed() -> dict[str, str]:
    try:
        return dict(json.loads(STAMP.read_text()))
    except (OSError, ValueError):
        return {}


def run(command: list[str], variables: dict[str, str]) -> int:
    """Run with more variables in the environment; the exit status."""
    return subprocess.run(command, env={**os.environ, **variables}, cwd=ROOT).returncode


def find_uv() -> str | None:
    """uv installs in seconds what takes pip minutes: the one in .venv, the machine's own, or one from pip."""
    own = str(FOLDER / "bin" / "uv")
    for uv in (own, "uv"):
        if answers(uv, "--version"):
            return uv
    return own if answers(PYTHON, "-m", "pip", "install", "--quiet", UV) else None


def uv_variables() -> dict[str, str]:
    """The package index and certificates pip was told of, for uv; no cache where home cannot be written."""
    told = pip_settings()
    found = {"UV_PYTHON_DOWNLOADS": "never", "UV_SYSTEM_CERTS": "1"}
    for variable, setting in (("UV_DEFAULT_INDEX", "index-url"), ("SSL_CERT_FILE", "cert")):
        if setting in told and variable not in os.environ:
            found[variable] = told[setting]
    cache = Path(os.environ.get("UV_CACHE_DIR") or Path.home() / ".cache" / "uv")
    try:
        cache.mkdir(parents=True, exist_ok=True)
        writable = os.access(cache, os.W_OK)
    except OSError:
        writable = False
    return found if writable else {**found, "UV_NO_CACHE": "1"}


def pip_settings() -> dict[str, str]:
    """What pip's variables and configuration files say, by the name of the setting; a mirror, for example."""
    listing = subprocess.run(
        [str(PYTHON), "-m", "pip", "config", "list"], capture_output=True, text=True
    ).stdout
    return dict(re.findall(r"^(?:global|install|:env:)\.([\w-]+)='(.*)'$", listing, re.MULTILINE))


def find_browser() -> None:
    """Chromium and a Chinese font for the browser tests; without them those tests say so and are skipped."""
    missing = [] if any(map(shutil.which, BROWSERS)) else ["chromium"]
    if not has_chinese_font():
        missing.append("fonts-noto-cjk")
    if missing and not apt_install(*missing):
        say(f"Not on this machine, and not to be had as we are: {', '.join(missing)}.")


def find_database() -> None:
    """A real PostgreSQL for the tests that need one; without it those tests say so and are skipped."""
    if not any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) and not apt_install("postgresql"):
        say("Not on this machine, and not to be had as we are: postgresql.")


def has_chinese_font() -> bool:
    try:
        return bool(subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True).stdout.strip())
    except OSError:
        return False


def apt_install(*packages: str) -> bool:
    """Install Debian packages where we are root and have apt. Returns whether they are there now."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say(f"Installing {', '.join(packages)} through apt …")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]
    run([*apt, "update"], quiet)
    return run([*apt, "install", "--yes", "--no-install-recommends", *packages], quiet) == 0


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
