"""`matcher study`: one scenario looked at closely: the curve, the next pound, where to recruit, what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matcher.commands.inputs import Say, read_inputs
from matcher.study.aqua import check_signers, write_pack
from matcher.study.asking import Question
from matcher.study.deep import look
from matcher.study.deep_told import page
from matcher.study.desk import Desk, held
from matcher.study.open_data import write_open_data
from matcher.study.page import first_line, write_page
from matcher.study.points import Point, task_of
from matcher.study.spend import write_spend
from matcher.study.sweep import to_terminal


def study(
    scenario: Path,
    sets: Sequence[str],
    blocks: Sequence[str],
    project: Path | None,
    executor: str,
    out: Path | None,
    analyst: str,
    assurer: str,
    say: Say,
) -> None:
    check_signers(analyst, assurer)
    read, facts = read_inputs(scenario, sets, blocks, project)
    folder = out or Path("studies") / f"{scenario.stem}-close"
    task = task_of(scenario, sets, blocks, project, folder, read)
    question = Question(Desk(), held(facts), read.policy)
    deep = look(read, first_line(scenario), question, task, executor, to_terminal())
    whole = page(deep)
    write_page(whole, folder / "study.html")
    itself = ((Point(0, {}), deep.outcome),)
    write_open_data(itself, (), lambda _: read.policy, folder)
    write_spend(itself, (), lambda _: read.policy, folder)
    write_pack(deep, read, facts.files, analyst, assurer, folder / "aqua-book")
    for line in whole.findings:
        say(line)
    say(f"Page: {folder / 'study.html'}")
