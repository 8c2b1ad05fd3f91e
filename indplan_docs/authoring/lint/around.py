"""TPL-111 to 113: tags that take text beside them away, that mix formatting, that leave an empty line or row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from indplan_docs.authoring.findings import TemplateFinding, finding
from indplan_docs.authoring.lint.outside import is_outside
from indplan_docs.authoring.lint.reading import read
from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.authoring.lint.tags import Tag
from indplan_docs.word.package import WORD
from indplan_docs.word.places import text_of

_WHOLE: Final = {"p": f"{WORD}p", "tr": f"{WORD}tr", "tc": f"{WORD}tc", "r": f"{WORD}r"}
_SHOWS: Final = tuple(f"{WORD}{name}" for name in ("drawing", "pict", "object", "fldChar", "fldSimple", "sym"))
_UNSEEN: Final = frozenset(f"{WORD}{name}" for name in ("lang", "noProof", "rtl", "cs", "proofErr", "specVanish"))


def around(subject: Subject) -> Iterator[TemplateFinding]:
    """Every tag that does something to what stands around it that its maintainer does not see."""
    for part in subject.parts:
        paragraphs = subject.paragraphs(part)
        by_paragraph: dict[int, list[Tag]] = {}
        for tag in subject.tags(part).tags:
            by_paragraph.setdefault(tag.paragraph, []).append(tag)
            yield from _split(subject, tag)
        for number, tags in by_paragraph.items():
            yield from _beside(subject, tags, paragraphs[number - 1])
            yield from _empty(subject, tags, paragraphs[number - 1])


def _split(subject: Subject, tag: Tag) -> Iterator[TemplateFinding]:
    if len({_look(run) for run in tag.runs}) > 1:
        yield finding("tag_split", subject.place(tag.part, tag.paragraph), tag=tag.text)


def _look(run: etree._Element) -> bytes:
    """How a run is formatted, as far as a reader sees it."""
    properties = run.find(f"{WORD}rPr")
    shown = [] if properties is None else [etree.tostring(p) for p in properties if p.tag not in _UNSEEN]
    return b"".join(sorted(shown))


def _beside(subject: Subject, tags: list[Tag], paragraph: etree._Element) -> Iterator[TemplateFinding]:
    """The first tag of a paragraph that has something beside it that goes with it."""
    for tag in tags:
        if (
            tag.prefix
            and not is_outside(subject, tag)
            and (text := _text_around(tag, paragraph))
            and text != tag.text.strip()
        ):
            where = subject.place(tag.part, tag.paragraph)
            yield finding("text_beside_tag", where, tag=tag.text, variant=tag.prefix)
            return


def _text_around(tag: Tag, paragraph: etree._Element) -> str:
    """All that stands in what the tag takes away: its paragraph, row, cell or run."""
    if tag.prefix == "p":
        return text_of(paragraph).strip()
    if tag.prefix == "r":
        return "".join(text.text or "" for run in tag.runs for text in run.iter(f"{WORD}t")).strip()
    whole = next(paragraph.iterancestors(_WHOLE[tag.prefix]), paragraph)
    return " ".join(text for one in whole.iter(f"{WORD}p") if (text := text_of(one).strip()))


def _empty(subject: Subject, tags: list[Tag], paragraph: etree._Element) -> Iterator[TemplateFinding]:
    """A paragraph with nothing in it but plain control tags: it stays when they are gone."""
    if not _only_plain(tags, paragraph):
        return
    tag = tags[0]
    row = next(paragraph.iterancestors(f"{WORD}tr"), None)
    rest = [] if row is None else [one for one in row.iter(f"{WORD}p") if one is not paragraph]
    alone = row is not None and not any(text_of(one).strip() or _shows(one) for one in rest)
    prefix = "tr" if alone else "p"
    suggestion = f"{{%{prefix} {tag.inside} %}}"
    yield finding(
        "leaves_empty", subject.place(tag.part, tag.paragraph), tag=tag.text, variant=prefix, suggestion=suggestion
    )


def _only_plain(tags: list[Tag], paragraph: etree._Element) -> bool:
    if any(tag.kind != "{%" or tag.prefix or read(tag).problem for tag in tags):
        return False
    text = text_of(paragraph)
    for tag in tags:
        text = text.replace(tag.text, "", 1)
    return not text.strip() and not _shows(paragraph)


def _shows(paragraph: etree._Element) -> bool:
    return next(paragraph.iter(*_SHOWS), None) is not None
