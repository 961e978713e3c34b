"""A proposal killed at each kind of step of its writing: files made, renamed, removed, statements to the ledger.

The other kills strike by the clock, and most of them while nothing is written yet. Here the plan is found once; every
child is a copy of this process that writes folder and ledger as the command does, and ends itself at its step.
"""

from __future__ import annotations

import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from matcher.cli import main
from matcher.ledger.log.store import Store
from matcher.ledger.replan import propose as with_ledger
from matcher.report.pages import bar_charts
from tests.hostile.test_killed_ledger import Office, OfPropose, office_in
from tests.ledger.postgres_server import NEEDS_SERVER, running_server

STEPS = ("os.rename", "os.mkdir", "os.remove", "os.rmdir")
WRITES = os.O_WRONLY | os.O_RDWR
DEFECT = 99


def steps_of(strike: Callable[[], None]) -> None:
    """From here on `strike` is called before every file that is opened to write, every change to a folder, and every
    statement to the ledger. There is no way back: it is for a process that ends."""
    run = Store._run

    def watched(self: Store, *words: Any) -> Any:
        strike()
        return run(self, *words)

    Store._run = watched  # type: ignore[method-assign]

    def watch(event: str, given: tuple[Any, ...]) -> None:
        if event in STEPS or (event == "open" and isinstance(given[2], int) and given[2] & WRITES):
            strike()

    sys.addaudithook(watch)


def child(work: OfPropose, last: int | None, told: Path) -> int:
    """Runs the command in a copy of this process, which kills itself at the step `last`; returns how it ended. `told`
    holds the number of steps of a child that went on to its end."""
    number = os.fork()
    if number:
        return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
    count = 0

    def strike() -> None:
        nonlocal count
        count += 1
        if count == last:
            os.kill(os.getpid(), signal.SIGKILL)

    status = DEFECT
    try:
        with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
            steps_of(strike)
            main([str(word) for word in work.words()])
    except SystemExit as ended:
        steps = count
        told.write_text(str(steps))
        status = int(ended.code or 0)
    finally:
        os._exit(status)


@pytest.fixture
def found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The plan is searched for, and charts are drawn, before the first copy is made: their libraries have threads of
    their own, and no copy of a process has those."""
    monkeypatch.setattr(with_ledger, "run_proposal", once(with_ledger.run_proposal))
    monkeypatch.setattr(bar_charts, "_svg", once(bar_charts._svg))


def once(make: Callable[..., Any]) -> Callable[..., Any]:
    """One answer after another is kept, and given again in that order once all were given."""
    kept, given = list[Any](), 0

    def known(*arguments: Any) -> Any:
        nonlocal given
        if in_a_copy():
            given += 1
            return kept[given - 1]
        kept.append(make(*arguments))
        return kept[-1]

    first = os.getpid()

    def in_a_copy() -> bool:
        return os.getpid() != first

    return known


def killed_at_its_steps(office: Office, times: int, place: Path) -> Counter[str]:
    """What the blows met, at so many steps spread over all of the writing; done again it is whole every time."""
    work, told, met = OfPropose(office), place / "steps", Counter[str]()
    work.prepare()
    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere), pytest.raises(SystemExit):
        main([str(word) for word in work.words()])  # finds the plan, for every copy of this process
    work.prepare()
    assert child(work, None, told) == 0
    steps = int(told.read_text())
    for last in chosen(steps, times):
        work.prepare()
        assert child(work, last, told) == -signal.SIGKILL
        state = work.look()
        met[state] += 1
        if state != "recorded":  # then the next proposal is another question, which no copy has an answer to
            assert child(work, None, told) == 0
        work.after()
    return met


def chosen(steps: int, times: int) -> Iterator[int]:
    """Spread over all steps, the last among them."""
    dice = random.Random(2022)
    yield from sorted({steps, *dice.sample(range(1, steps), times - 1)})


def test_a_few_steps_of_writing(found_once: object, tmp_path: Path) -> None:
    met = killed_at_its_steps(office_in(tmp_path, str(tmp_path / "ledger.sqlite")), 2, tmp_path)
    assert met.total() == 2


@pytest.mark.long
def test_many_steps_of_writing(found_once: object, tmp_path: Path) -> None:
    met = killed_at_its_steps(office_in(tmp_path, str(tmp_path / "ledger.sqlite")), 40, tmp_path)
    print("in a file:", dict(met))
    assert met.total() == 40
    assert met["a folder alone"], "none struck between the folder and the ledger"


@NEEDS_SERVER
@pytest.mark.long
def test_many_steps_of_writing_with_a_database(found_once: object, tmp_path: Path) -> None:
    with running_server() as url:
        met = killed_at_its_steps(office_in(tmp_path, url), 40, tmp_path)
    print("in a database:", dict(met))
    assert met.total() == 40
    assert met["a folder alone"], "none struck between the folder and the ledger"
