"""A real server in a process of its own, and the bad manners that it must bear."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from signal import SIGINT
from subprocess import PIPE, Popen
from threading import Thread
from time import perf_counter
from urllib.request import Request, urlopen

HOST = "matching.example"
SETTINGS = f"""schema: matcher-review/1
public_url: https://{HOST}
issuer: https://login.example
client_id: matcher
client_secret_file: secret.txt
"""
REGISTER = "subject,email,role,regions,organisation,person\nsub-auditor,,auditor,,,\n"


@dataclass
class Served:
    """A running server. `errors` is everything it wrote on standard error so far."""

    process: Popen[str]
    port: int
    errors: list[str]

    def memory_mib(self) -> float:
        """Resident now: Linux alone."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def healthy_seconds(self, within: float = 10) -> float:
        """How long the health address takes to answer. Raises where it does not."""
        begun = perf_counter()
        with urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=within) as answer:
            assert answer.read() == b"ok\n"
        return perf_counter() - begun

    def page(self, address: str, **headers: str) -> tuple[int, str]:
        with urlopen(Request(f"http://127.0.0.1:{self.port}{address}", headers={"Host": HOST, **headers})) as answer:
            return answer.status, answer.read().decode()

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)

    def send(self, header: str, body: Iterator[bytes]) -> bytes:
        """Send a request and as much of its body as the server takes. Returns the first line of the answer."""
        with self.connect() as line:
            line.sendall(header.replace("\n", "\r\n").encode())
            with suppress(OSError):  # it may close the line while we send: that is what is tried
                for piece in body:
                    line.sendall(piece)
            with suppress(OSError):
                return line.recv(65536).split(b"\r\n")[0]
        return b""


def is_closed(line: socket.socket, seconds: float) -> bool:
    """Whether the other end has closed the line, or does within so many seconds."""
    line.settimeout(seconds)
    try:
        return line.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def project(folder: Path) -> Path:
    (folder / "review.yaml").write_text(SETTINGS, encoding="utf-8")
    (folder / "secret.txt").write_text("hunter2\n", encoding="utf-8")
    (folder / "roles.csv").write_text(REGISTER, encoding="utf-8")
    return folder


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """The served pages of a project folder, by the command a person would give."""
    command = [sys.executable, "-m", "matcher", "review", str(folder)]
    command += ["--serve", "127.0.0.1:0", "--oidc", str(folder / "review.yaml")]
    process = Popen(command, stdout=PIPE, stderr=PIPE, text=True)
    assert process.stdout
    assert process.stderr
    errors: list[str] = []
    reading = Thread(target=errors.extend, args=(process.stderr,), daemon=True)
    reading.start()
    try:
        first = process.stdout.readline()
        yield Served(process, int(first.rsplit(":", 1)[1]), errors)
    finally:
        process.send_signal(SIGINT)
        process.wait(timeout=60)
        reading.join(timeout=10)
        process.stdout.close()
        process.stderr.close()
