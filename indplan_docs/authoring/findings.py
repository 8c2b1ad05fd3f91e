"""What can be wrong with a template, as data: a stable code, a place in the Word file, named values; no sentences."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from indplan_docs.coverage import FieldCoverage
from indplan_docs.identity import masked_in
from indplan_docs.word.places import Place


class Weight(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    """The template cannot be used, or letters made with it would be wrong."""
    WARNING = "warning"
    """Some letters would suffer: a reader is shut out, or a row stays empty."""
    ADVICE = "advice"
    """The letter would be better."""


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of fault, for ever: never renamed, never reused.

    Attributes:
        code: ``TPL-101``.
        problem: The key of its sentence in the vocabulary: what is wrong, and what to write instead.
        weight: How much it weighs.
    """

    code: str
    problem: str
    weight: Weight


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a template does not print in every document that has it.

    Attributes:
        document: The document that the template makes.
        rule: The code of the rule that asks for it; empty if none does.
        fields: The fields, and when each is not printed.
        reason: Why the template may leave it out, as the profile says; empty if it may not.
    """

    document: str
    rule: str
    fields: tuple[FieldCoverage, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TemplateFinding:
    """One fault of a template.

    Attributes:
        code: The kind of fault.
        place: Where; None for the file as a whole.
        tag: The tag, or the words in the text, that it is about; empty if none.
        values: Named values for the sentence; ``variant`` says which of the code's sentences, where it has several.
    """

    code: Code
    place: Place | None = None
    tag: str = ""
    values: Mapping[str, str | int] = dataclasses.field(default_factory=dict)
    left_out: LeftOut | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", MappingProxyType(dict(self.values)))

    def discreet(self, mask: Callable[[str], str] = masked_in) -> TemplateFinding:
        """The finding as it may be told: without the digits of an identity number that tell whose it is.

        Args:
            mask: Masks a text; one that remembers, where many findings share a place.
        """
        values = {key: mask(value) if isinstance(value, str) else value for key, value in self.values.items()}
        place = None if self.place is None else self.place.discreet(mask)
        return dataclasses.replace(self, place=place, tag=mask(self.tag), values=values)

    def __reduce__(self) -> tuple[object, ...]:
        """What makes it again: it is kept between runs, and a view of a mapping cannot be."""
        return type(self), (self.code, self.place, self.tag, dict(self.values), self.left_out)


def _codes(*rows: tuple[str, str, Weight]) -> dict[str, Code]:
    return {problem: Code(code, f"lint_{problem}", weight) for code, problem, weight in rows}


CODES: Final[Mapping[str, Code]] = MappingProxyType(
    _codes(
        # 1: tags
        ("TPL-101", "unknown_name", Weight.ERROR),
        ("TPL-102", "unknown_filter", Weight.ERROR),
        ("TPL-103", "tag_not_understood", Weight.ERROR),
        ("TPL-104", "not_allowed", Weight.ERROR),
        ("TPL-105", "tag_not_closed", Weight.ERROR),
        ("TPL-106", "block_not_closed", Weight.ERROR),
        ("TPL-107", "block_not_opened", Weight.ERROR),
        ("TPL-108", "block_crosses", Weight.ERROR),
        ("TPL-109", "block_splits_element", Weight.ERROR),
        ("TPL-110", "tag_with_space", Weight.ERROR),
        ("TPL-111", "text_beside_tag", Weight.ERROR),
        ("TPL-112", "tag_split", Weight.ADVICE),
        ("TPL-113", "leaves_empty", Weight.WARNING),
        ("TPL-114", "tag_in_field", Weight.ERROR),
        ("TPL-115", "too_much", Weight.ERROR),
        ("TPL-116", "raw_value", Weight.WARNING),
        ("TPL-117", "wrong_filter", Weight.ERROR),
        ("TPL-118", "not_printable", Weight.ERROR),
        ("TPL-119", "quoted_field", Weight.ERROR),
        ("TPL-120", "fixed_text", Weight.ADVICE),
        ("TPL-121", "outside_table", Weight.ERROR),
        ("TPL-122", "value_never", Weight.WARNING),
        # 2: what should not be in the file
        ("TPL-201", "tracked_changes", Weight.ERROR),
        ("TPL-202", "comments", Weight.ERROR),
        ("TPL-203", "active_content", Weight.ERROR),
        ("TPL-204", "external_link", Weight.ERROR),
        ("TPL-205", "dangerous_field", Weight.ERROR),
        ("TPL-206", "unreadable", Weight.ERROR),
        ("TPL-207", "fixed_date", Weight.WARNING),
        ("TPL-208", "person_data", Weight.ERROR),
        ("TPL-209", "repealed_citation", Weight.ERROR),
        ("TPL-210", "hidden_text", Weight.WARNING),
        ("TPL-211", "open_in_word", Weight.ADVICE),
        # 3: what shuts readers out
        ("TPL-301", "wrong_language", Weight.WARNING),
        ("TPL-302", "title_missing", Weight.WARNING),
        ("TPL-303", "header_row_missing", Weight.WARNING),
        ("TPL-304", "picture_undescribed", Weight.WARNING),
        ("TPL-305", "heading_skipped", Weight.WARNING),
        ("TPL-306", "font_missing", Weight.WARNING),
        # 4: PDF
        ("TPL-401", "pdf_cannot", Weight.WARNING),
        # 5: plain language
        ("TPL-501", "long_sentence", Weight.ADVICE),
        ("TPL-502", "officialese", Weight.ADVICE),
        # 6: the checklist
        ("TPL-601", "rule_not_covered", Weight.ERROR),
        ("TPL-602", "advice_not_covered", Weight.ADVICE),
        ("TPL-603", "field_not_printed", Weight.WARNING),
        ("TPL-604", "rule_excepted", Weight.ADVICE),
    )
)
"""Every kind of fault, by the name of its sentence."""


def finding(problem: str, place: Place | None = None, *, tag: str = "", **values: str | int) -> TemplateFinding:
    """A finding of a kind: ``finding("unknown_name", place, tag="{{ nam }}", suggestion="name")``."""
    return TemplateFinding(CODES[problem], place, tag, values)
