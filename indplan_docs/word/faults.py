"""How a fault of a template is told: the problem, and the template, part, paragraph and text where it stands."""

from __future__ import annotations

from typing import Final

from jinja2 import TemplateError

from indplan_docs.errors import TemplateFault
from indplan_docs.identity import masked_in
from indplan_docs.word.dialect import Source

_LONGEST_SHOWN: Final = 120
_NOT_TOLD: Final = ("unknown_filter ", "not_allowed ")


def fault(problem: str, template: str, part: str, source: Source, line: int, **values: str | int) -> TemplateFault:
    """The error for a line of a part's source.

    Args:
        problem: The key of its sentence in the vocabulary.
        template: What the template is called.
        part: Which part.
        source: The part as Jinja reads it.
        line: The line of the source.
        values: What else the sentence names; empty ones are left out.
    """
    paragraph, text = source.paragraph_at(line)
    told = {key: on_one_line(value) if isinstance(value, str) else value for key, value in values.items()}
    where: dict[str, str | int] = {"template": template, "part": part, "paragraph": paragraph}
    return TemplateFault(problem, **where, text=on_one_line(text), **{k: v for k, v in told.items() if v != ""})


def on_one_line(text: object) -> str:
    """A text as a message shows it: short, and without the digits of an identity number that tell whose it is."""
    return masked_in(" ".join(str(text).split()))[:_LONGEST_SHOWN]


def english(error: TemplateError) -> str:
    """What Jinja says of an error."""
    message = error.message or type(error).__name__
    for word in _NOT_TOLD:
        message = message.removeprefix(word)
    return message
