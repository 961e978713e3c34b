"""A project folder with one proposal of the sample's South West, and browsers that have come in by the link."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from matcher.commands.propose import propose
from matcher.ledger import open_ledger
from matcher.web.project import Project
from matcher.web.serving.app import create_app

if TYPE_CHECKING:
    from tests.web.provider import Provider
    from tests.web.served import Signed

HOST = "127.0.0.1:5000"
HERE = f"http://{HOST}"
SCENARIOS = Path(__file__).parents[2] / "scenarios"
NOW = datetime(2023, 1, 23, 9, 0, tzinfo=UTC)
TRUST, ITS_LEADER = "90008", "L0013"
MATCH = f"/runs/term-1/matches/{TRUST}/{ITS_LEADER}"
DAY = {"on-day": "23", "on-month": "1", "on-year": "2023"}


class Browser:
    """One person's browser. `post` takes the token from `page`, as a browser would from the form it shows."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, address: str, host: str = HOST, **headers: str) -> TestResponse:
        return self.client.get(address, base_url=f"http://{host}", headers=headers)

    def token(self, page: str) -> str:
        field = re.search(r'name="csrf_token" value="([^"]+)"', self.get(page).text)
        assert field, f"{page} has no form"
        return field[1]

    def post(self, address: str, form: dict[str, object], page: str, origin: str = HERE) -> TestResponse:
        sent = {**form, "csrf_token": self.token(page)}
        return self.client.post(address, data=sent, base_url=HERE, headers={"Origin": origin} if origin else {})

    def decide(
        self, act: str, reason: str = "They said so by telephone", match: str = MATCH, **more: str
    ) -> TestResponse:
        form: dict[str, object] = {"act": act, "reason": reason, **DAY, **more}
        return self.post(f"{match}/decide", form, f"{match}/decide?act={act}")


def recorded(folder: Path) -> list[dict[str, Any]]:
    """What each line of the project's ledger says; [] where no ledger is begun."""
    path = folder / "runs" / "ledger.sqlite"
    if not path.is_file():
        return []
    with closing(open_ledger(path)) as ledger:
        return [line.body for line in ledger.lines()]


def acts(folder: Path) -> list[str]:
    """The acts of the project's ledger, in order, the publishing of runs among them."""
    return [body["act"] for body in recorded(folder)]


@pytest.fixture(scope="session")
def proposed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    for name in ("base.yaml", "term.yaml"):
        shutil.copy(SCENARIOS / name, folder)
    shutil.copytree(SCENARIOS / "sample", folder / "sample")
    propose(folder / "term.yaml", (), (), None, folder / "runs" / "term-1", False, "auto", lambda _: None)
    return folder


@pytest.fixture
def folder(proposed: Path, tmp_path: Path) -> Path:
    """A copy of the project, to be written in."""
    return Path(shutil.copytree(proposed, tmp_path / "project"))


Opened = Callable[..., Browser]


def come_in(
    folder: Path, name: str, role: str, region: str, now: datetime = NOW, lived_on: date | None = None
) -> Browser:
    """One server, one browser, and somebody who has said who they are."""
    app, door = create_app(Project(folder, lambda: now, lived_on), [HOST])
    browser = Browser(app.test_client())
    assert browser.get(f"/enter/{door.token}").status_code == 303
    form: dict[str, object] = {"name": name, "role": role, "region": region}
    assert browser.post("/start", form, "/start").status_code == 303
    return browser


@pytest.fixture(scope="session")
def reader(proposed: Path) -> Browser:
    """A broker who only reads: shared by every test that writes nothing."""
    return come_in(proposed, "P003", "broker", "South West")


@pytest.fixture(scope="session")
def elsewhere(proposed: Path) -> Browser:
    """A broker of another region, who only reads."""
    return come_in(proposed, "P001", "broker", "East Midlands")


@pytest.fixture(scope="session")
def analyst(proposed: Path) -> Browser:
    return come_in(proposed, "Anybody", "analyst", "All England")


@pytest.fixture
def opened(folder: Path) -> Opened:
    """Open the pages as somebody: one server, one browser."""

    def open_(name: str = "P003", role: str = "broker", region: str = "South West") -> Browser:
        return come_in(folder, name, role, region)

    return open_


@pytest.fixture
def broker(opened: Opened) -> Browser:
    return opened()


@pytest.fixture
def director(opened: Opened) -> Browser:
    return opened("P014", "director")


# A server of many people. What these need is imported late: its packages are optional.


@pytest.fixture(scope="module")
def standing_provider() -> Iterator[Provider]:
    from tests.web.provider import running

    with running() as found:
        yield found


@pytest.fixture
def provider(standing_provider: Provider) -> Iterator[Provider]:
    yield standing_provider
    standing_provider.spoil, standing_provider.seal = dict, standing_provider.signed
    standing_provider.metadata, standing_provider.person = {}, {"sub": "nobody"}


@pytest.fixture
def register(tmp_path: Path) -> Path:
    from tests.web.served import REGISTER

    path = tmp_path / "roles.csv"
    path.write_text(REGISTER, encoding="utf-8")
    return path


@pytest.fixture
def browser(proposed: Path, provider: Provider, register: Path) -> Signed:
    from tests.web.served import Signed, served_app

    return Signed(served_app(proposed, provider, register).test_client())
