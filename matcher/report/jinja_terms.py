"""Templates are written in the usual words (leader, school or trust) and rendered in those of the run's programme."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2 import Environment
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from matcher.wording.terms import has_terms, in_words

_TAG = re.compile(r"(<[^>]*>|^[^<>]*>|<[^>]*$)")  # a tag, also one that an expression cut in two
NAME = "words_of_the_programme"


def text_in_words(text: str) -> str:
    """Text between tags in the words of the programme; the tags as they are."""
    parts = _TAG.split(text)
    return "".join(part if at % 2 else in_words(part) for at, part in enumerate(parts))


class TermsInTemplates(Extension):
    """Wraps each piece of a template's own text that holds such a word; values that it shows stay as they are."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.globals["in_words"] = in_words
        environment.globals[NAME] = text_in_words

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        for token in stream:
            if token.type == "data" and has_terms(token.value):
                yield Token(token.lineno, "variable_begin", "{{")
                yield from _call(token, NAME)
                yield Token(token.lineno, "pipe", "|")
                yield Token(token.lineno, "name", "safe")  # the template's own text, which holds nothing from a file
                yield Token(token.lineno, "variable_end", "}}")
            elif token.type == "string" and _sentence(token.value):
                yield from _call(token, "in_words")
            else:
                yield token


def _sentence(text: str) -> bool:
    """Words that people read, and no key of a mapping."""
    return has_terms(text) and (" " in text or text[:1].isupper())


def _call(token: Token, function: str) -> Iterator[Token]:
    for kind, value in (("name", function), ("lparen", "("), ("string", token.value), ("rparen", ")")):
        yield Token(token.lineno, kind, value)
