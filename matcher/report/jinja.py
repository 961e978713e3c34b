"""The one way templates are rendered: values escaped, control characters shown, a name that nobody set an error."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from matcher.report.safe_cells import visible

if TYPE_CHECKING:  # commands that write no page start without Jinja
    from jinja2 import Environment

    from matcher.report.compiled_templates import CompiledTemplates

TERMS = "matcher.report.jinja_terms.TermsInTemplates"  # by name: Jinja is imported only where a page is written
LINES = {"trim_blocks": True, "lstrip_blocks": True}  # a line with a tag alone leaves no line behind


def html_environment(*packages: str, **names: Any) -> Environment:
    """For pages, from the templates of these packages, the first first. `names` are known in every template."""
    from jinja2 import ChoiceLoader, Environment, PackageLoader

    environment = Environment(loader=ChoiceLoader([PackageLoader(p) for p in packages]), **html_options())
    environment.globals.update(names)
    return environment


def text_environment(package: str) -> Environment:
    """For letters: plain text, which needs no escaping; white space as it stands in the template."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader(package),
        autoescape=False,
        undefined=StrictUndefined,
        finalize=_show_controls,
        keep_trailing_newline=True,
        extensions=[TERMS],
        bytecode_cache=_compiled("text"),
    )


def html_options() -> dict[str, Any]:
    """What every environment that makes HTML is set to, Flask's too."""
    from jinja2 import StrictUndefined

    return {
        "autoescape": True,
        "undefined": StrictUndefined,
        "finalize": _show_controls,
        "extensions": [TERMS],
        "bytecode_cache": _compiled("html"),
        **LINES,
    }


@cache
def _compiled(options: str) -> CompiledTemplates:
    """The templates compiled so far under the options of this name."""
    from matcher.report.compiled_templates import CompiledTemplates

    return CompiledTemplates()


def _show_controls(value: Any) -> Any:
    """Text as a reader may see it; markup that is finished (a chart, a macro's) stays as it is."""
    return visible(value) if type(value) is str else value
