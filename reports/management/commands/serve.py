"""`manage.py serve`: the whole portal in one command."""

from __future__ import annotations

import http.client
import socket
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from reports.management.processes import NoAddress, Program, Supervisor, listen

MANAGE = Path(settings.BASE_DIR) / "manage.py"


class Command(BaseCommand):
    """Sets up, then runs the application server and the background worker side by side until stopped."""

    help = "Set the installation up, then serve it with its background worker until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """HOST, PORT and the rest come from the environment, like every setting."""

    def handle(self, **options: object) -> None:
        """Listen first, so that a busy port is told before anything is done."""
        try:
            bound = listen(settings.HOST, settings.PORT)
        except NoAddress as problem:
            raise CommandError(str(problem)) from None
        try:
            with bound:
                call_command("set_up", stdout=self.stdout)
                status = self._serve(bound)
        except KeyboardInterrupt:
            status = 0
        self._say("Stopped.")
        sys.exit(status)

    def _serve(self, bound: socket.socket) -> int:
        try:
            bound.listen(1024)
        except OSError:
            raise CommandError(f"Port {settings.PORT} was taken by another program just now.") from None
        connections.close_all()
        programs = [
            Program("web server", _gunicorn(bound), is_vital=True, inherits=(bound.fileno(),)),
            Program("background worker", [sys.executable, str(MANAGE), "work"]),
        ]
        return Supervisor(programs, self._say).run(_answers, self._welcome)

    def _welcome(self) -> None:
        base = f"http://{_in_address(_reached())}:{settings.PORT}"
        if settings.HTTPS and settings.SITE.domain:
            base = f"https://{settings.SITE.domain}"
        self._say(
            f"\n  Site   {base}/\n  Admin  {base}/admin/\n\nCtrl-C stops both server and background worker."
        )

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()


def _gunicorn(bound: socket.socket) -> list[str]:
    """Gunicorn on a socket that listens already; without its control socket, which needs a writable home."""
    return [
        *(sys.executable, "-m", "gunicorn", "portal.wsgi", "--chdir", str(settings.BASE_DIR)),
        *("--bind", f"fd://{bound.fileno()}", "--preload", "--worker-class", "gthread"),
        *("--workers", str(settings.WEB_WORKERS), "--threads", str(settings.WEB_THREADS)),
        *("--forwarded-allow-ips", "127.0.0.1,::1" if settings.TRUST_PROXY else ""),
        *("--graceful-timeout", "5", "--log-level", "warning", "--no-control-socket"),
    ]


def _answers() -> bool:
    """Whether the server answers a request, with whatever status."""
    connection = http.client.HTTPConnection(_reached(), settings.PORT, timeout=1)
    try:
        connection.request("HEAD", "/robots.txt", headers={"Host": settings.ALLOWED_HOSTS[0].lstrip(".")})
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _reached() -> str:
    """Where this machine reaches the server itself: a server on every address is on the local one too."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.HOST, settings.HOST)


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host
