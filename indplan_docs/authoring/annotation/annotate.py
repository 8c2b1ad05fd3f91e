"""The maintainer's own file with each finding as a Word comment at its place, and otherwise the same file.

Nothing is read and written again: the marks are put into the text of the document's part, between what stands there,
and every part but four is kept as the compressed bytes that it came in.

Source: ECMA-376 part 1, 17.13.4 (comments), and part 2 (relationships, content types), read 2026-11-22.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Final

from indplan_docs.authoring.annotation.comments import Comments
from indplan_docs.authoring.annotation.marks import Body
from indplan_docs.authoring.findings import TemplateFinding
from indplan_docs.authoring.wording import sentence, weight, where
from indplan_docs.errors import TemplateFault
from indplan_docs.vocabulary import AnyLanguage, text
from indplan_docs.word.archive import Writer, deflated
from indplan_docs.word.package import DOCUMENT, Package

_LONGEST_SHOWN: Final = 80


def annotate(
    source: bytes,
    findings: Iterable[TemplateFinding],
    words: Callable[[TemplateFinding], str],
    name: str = "template",
) -> bytes:
    """A Word file with a comment for each finding.

    Word takes no comments in headers, footers and notes: what is found there, and what is about the file as a whole,
    is said at the document's first paragraph.

    Args:
        source: The Word file.
        findings: What was found in it.
        words: What to say of a finding; see `worded`.
        name: What to call the file in errors.

    Raises:
        TemplateFault: The file is no Word file, or damaged: nothing can be said in it.
    """
    faults: list[TemplateFault] = []
    opened = Package(source, name, faults)
    body, comments = Body(opened.read(DOCUMENT), name), Comments(opened)
    seen: dict[tuple[int, str], int] = defaultdict(int)
    for finding in findings:
        number = finding.place.paragraph if finding.place and finding.place.part == DOCUMENT else 0
        nth = seen[number, finding.tag]
        seen[number, finding.tag] += 1
        body.mark(number, finding.tag if number else "", comments.add(words(finding)), nth)
    if not comments.added:
        return source
    changed = comments.parts() | {DOCUMENT: body.marked()}
    kept = [member for name, member in opened.members.items() if name not in changed]
    return Writer([*kept, *(deflated(name, content) for name, content in changed.items())]).write({})


def worded(language: AnyLanguage) -> Callable[[TemplateFinding], str]:
    """What a comment says of a finding: code, weight and sentence; its place too, where Word takes no comment there."""

    def words(finding: TemplateFinding) -> str:
        message = f"{finding.code.code} {weight(finding.code.weight, language)}: {sentence(finding, language)}"
        place = finding.place
        if place is not None and place.part == DOCUMENT and place.paragraph:
            return message
        shown = "" if place is None else " ".join(place.text.split())[:_LONGEST_SHOWN]
        if shown:
            return text("annotated_at", language, message=message, place=where(place, language), text=shown)
        return text("annotated_part", language, message=message, place=where(place, language))

    return words
