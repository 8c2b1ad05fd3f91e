"""TPL-102 to 105, 110, 115: tags that the engine would not understand, each read on its own, and braces of none."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from indplan_docs.authoring.findings import TemplateFinding, finding
from indplan_docs.authoring.lint.names import is_field
from indplan_docs.authoring.lint.outside import is_outside
from indplan_docs.authoring.lint.reading import meant, read
from indplan_docs.authoring.lint.slips import is_end, written_as
from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.authoring.lint.tags import Tag


def written(subject: Subject) -> Iterator[TemplateFinding]:
    """Every tag that is wrong in itself."""
    for part in subject.parts:
        tags = subject.tags(part)
        for stray in tags.strays:
            yield finding("tag_not_closed", subject.place(part, stray.paragraph), tag=stray.text.strip())
        raw = False
        for tag in tags.tags:
            found = read(tag)
            raw = found.word == "raw" or (raw and found.word != "endraw")
            if raw or not found.problem:
                continue
            where = subject.place(part, tag.paragraph)
            if found.problem == "tag_with_space" and is_outside(subject, tag):
                continue  # to be written without it, where that is no better
            match found.problem:
                case "unknown_filter":
                    near = {"suggestion": found.near, "variant": "near"} if found.near else {}
                    yield finding("unknown_filter", where, tag=tag.text, name=found.said, **near)
                case "tag_with_space":
                    yield finding("tag_with_space", where, tag=tag.text, suggestion=_joined(tag.text))
                case "too_much":
                    yield finding("too_much", where, tag=tag.text[:80])
                case "tag_not_understood":
                    yield finding("tag_not_understood", where, tag=tag.text, said=found.said, **_meant(tag, subject))
                case problem:
                    yield finding(problem, where, tag=tag.text, said=found.said)


def _meant(tag: Tag, subject: Subject) -> dict[str, str]:
    """What to write in the place of a tag, where that can be told."""
    if is_end(tag):
        ends = {f"{kind}_end": f"{{%{tag.prefix} end{kind} %}}" for kind in ("if", "for")}
        return {"variant": "end", **ends}
    mended, _ = meant(tag, partial(is_field, subject.template.document))
    return {} if mended is tag else {"variant": "near", "suggestion": written_as(mended)}


def _joined(tag: str) -> str:
    return f"{{%{tag.removeprefix('{%').lstrip()}"
