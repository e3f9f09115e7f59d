"""The virus scanner: what is asked of the daemon, and that no answer is no leave. Over real sockets."""

import socket
import struct
import threading

import pytest

from reports.domain.refusal import Refused
from reports.services import scanning
from reports.services.scanning import Verdict, demand_clean, scan

OK, FOUND = b"stream: OK\0", b"stream: Win.Test.EICAR_HDB-1 FOUND\0"


class Daemon:
    """Takes one file (`got`) and answers as told. `most`: bytes after which it hangs up."""

    def __init__(self, answer, address=None, most=None):
        family = socket.AF_UNIX if address else socket.AF_INET
        self.listening = socket.socket(family)
        self.listening.bind(address or ("127.0.0.1", 0))
        self.listening.listen()
        self.answer, self.most, self.got = answer, most, b""
        self.thread = threading.Thread(target=self.serve)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.thread.join(10)
        self.listening.close()

    @property
    def address(self):
        return f"tcp://127.0.0.1:{self.listening.getsockname()[1]}"

    def serve(self):
        connection, _ = self.listening.accept()
        with connection, connection.makefile("rb") as file:
            assert file.read(10) == b"zINSTREAM\0"
            while size := struct.unpack("!I", file.read(4))[0]:
                self.got += file.read(size)
                if self.most is not None and len(self.got) > self.most:
                    break
            connection.sendall(self.answer)


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (OK, Verdict.CLEAN),
        (FOUND, Verdict.INFECTED),
        (b"INSTREAM size limit exceeded. ERROR\0", Verdict.UNAVAILABLE),
        (b"stream: OK FOUND ERROR\0", Verdict.UNAVAILABLE),
        (b"", Verdict.UNAVAILABLE),
        (b"x" * 9000, Verdict.UNAVAILABLE),
    ],
)
def test_the_daemon_is_believed_only_in_what_it_clearly_says(settings, answer, verdict):
    with Daemon(answer) as daemon:
        settings.CLAMAV = daemon.address
        assert scan(b"abc") is verdict
    assert daemon.got == b"abc"


def test_a_large_file_goes_over_whole(settings):
    data = bytes(range(256)) * 4096
    with Daemon(OK) as daemon:
        settings.CLAMAV = daemon.address
        assert scan(data) is Verdict.CLEAN
    assert daemon.got == data


def test_a_socket_in_the_file_system_will_do(settings, tmp_path):
    path = str(tmp_path / "clamd.ctl")
    with Daemon(FOUND, path):
        settings.CLAMAV = f"unix://{path}"
        assert scan(b"abc") is Verdict.INFECTED


def test_a_daemon_that_hangs_up_early_gives_no_leave(settings):
    with Daemon(b"INSTREAM size limit exceeded. ERROR\0", most=100_000) as daemon:
        settings.CLAMAV = daemon.address
        assert scan(b"x" * 9_000_000) is Verdict.UNAVAILABLE


def test_nothing_is_asked_where_no_scanner_is_configured(settings):
    settings.CLAMAV = ""
    assert scan(b"abc") is Verdict.OFF
    demand_clean(b"abc", name="a.txt")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "unix:///no/such/socket"])
def test_where_no_daemon_listens_the_file_is_refused(settings, address):
    settings.CLAMAV = address
    with pytest.raises(Refused, match="unscanned"):
        demand_clean(b"abc", name="a.txt")


def test_a_daemon_that_says_nothing_is_given_up(settings, monkeypatch):
    monkeypatch.setattr(scanning, "SECONDS", 0.3)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings.CLAMAV = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        assert scan(b"abc") is Verdict.UNAVAILABLE


def test_an_infected_file_is_refused_and_neither_its_name_nor_bytes_are_logged(settings, caplog):
    with Daemon(FOUND) as daemon:
        settings.CLAMAV = daemon.address
        with pytest.raises(Refused, match="infected") as refused:
            demand_clean(b"secret", name="某人.docx")
    assert refused.value.values == {"name": "某人.docx"}
    assert "某人" not in caplog.text and "secret" not in caplog.text
