"""The pages' templates: ours and the GOV.UK components, rendered as every page of the house is."""

from __future__ import annotations

from typing import Any

from flask import Flask
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader, Undefined
from jinja2.utils import missing

from matcher.case.tasks import tasks
from matcher.case.tasks.task import GROUPS
from matcher.case.visible import evidence_words
from matcher.ledger import act_words
from matcher.ledger.log.acts import OF_ADVISERS, OF_MILESTONES
from matcher.report.jinja import html_options
from matcher.rules import labels
from matcher.web.content.forms import REASON_HINT
from matcher.wording import wording, words

STEP_ACTS = tuple(act.name for act in (*OF_MILESTONES, *OF_ADVISERS))
MACROS = "govuk_frontend_jinja"


class UnsetVariable(Undefined):
    """A variable that nobody set is an error, as everywhere; an absent key of a mapping is empty.

    The GOV.UK components ask their parameters for keys that a page need not give.
    """

    __slots__ = ()

    def _fail_if_variable(self) -> None:
        # a hint: a macro that nobody calls into; `undefined`: how the GOV.UK components write "no value"
        is_variable = self._undefined_obj is missing and self._undefined_hint is None
        if is_variable and self._undefined_name != "undefined":
            self._fail_with_undefined_error()

    def __str__(self) -> str:
        self._fail_if_variable()
        return super().__str__()

    def __bool__(self) -> bool:
        self._fail_if_variable()
        return super().__bool__()

    def __iter__(self) -> Any:
        self._fail_if_variable()
        return super().__iter__()

    def __len__(self) -> int:
        self._fail_if_variable()
        return super().__len__()


def jinja_options() -> dict[str, Any]:
    return html_options() | {"undefined": UnsetVariable}


def add_templates(app: Flask) -> None:
    app.jinja_loader = ChoiceLoader([PackageLoader("matcher.web"), PrefixLoader({MACROS: PackageLoader(MACROS)})])
    app.jinja_env.globals.update(words=words, wording=wording, labels=labels, act_words=act_words, day=wording.day)
    app.jinja_env.globals.update(evidence_words=evidence_words)
    app.jinja_env.globals.update(reason_hint=REASON_HINT, tasks_module=tasks, task_groups=GROUPS, step_acts=STEP_ACTS)
