"""Templates: values are escaped, control characters shown, finished markup left, and a forgotten name is an error."""

from __future__ import annotations

import pytest
from flask import Flask
from jinja2 import UndefinedError
from markupsafe import Markup

from matcher.report.jinja import html_environment, text_environment
from matcher.web.serving.templating import jinja_options


def html(source: str, **names: object) -> str:
    return html_environment("matcher.report").from_string(source).render(**names)


def web(source: str, **names: object) -> str:
    app = Flask("matcher.web")
    app.jinja_options = jinja_options()
    return app.jinja_env.from_string(source).render(**names)


@pytest.mark.parametrize("render", [html, web])
def test_text_is_escaped_and_its_control_characters_are_shown(render: object) -> None:
    assert callable(render)
    assert render("{{ name }}", name="<b>\x07") == "&lt;b&gt;\ufffd"


@pytest.mark.parametrize("render", [html, web])
def test_finished_markup_stays_as_it_is(render: object) -> None:
    assert callable(render)
    long_chart = Markup("<svg>" + "x" * 40_000 + "</svg>")
    assert render("{{ chart }}", chart=long_chart) == str(long_chart)


def test_a_letter_is_plain_text() -> None:
    template = text_environment("matcher.ledger").from_string("{{ name }}\n")
    assert template.render(name="Smith & Sons\x07") == "Smith & Sons\ufffd\n"


@pytest.mark.parametrize(
    "source", ["{{ nobody }}", "{% if nobody %}x{% endif %}", "{% for x in nobody %}x{% endfor %}"]
)
def test_a_name_that_nobody_set_is_an_error(source: str) -> None:
    for render in (html, web, lambda text: text_environment("matcher.ledger").from_string(text).render()):
        with pytest.raises(UndefinedError):
            render(source)


def test_the_components_of_the_pages_may_ask_for_what_is_not_given() -> None:
    assert web("{% if params.classes %}x{% endif %}{{ params.id }}", params={}) == ""
    assert web("{% macro m() %}{% if caller %}x{% else %}none{% endif %}{% endmacro %}{{ m() }}") == "none"
