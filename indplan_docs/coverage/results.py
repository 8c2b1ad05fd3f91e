"""What the proof of a template tells, as data: rule by rule, field by field, where it is printed and when it is not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from indplan_docs.checklists import Rule
from indplan_docs.errors import Severity
from indplan_docs.language import Framework, Language
from indplan_docs.word.places import Place


class When(StrEnum):
    """What a circumstance says."""

    ABSENT = "absent"
    """The field is not filled in."""
    THERE = "there"
    """The field is filled in."""
    IS = "is"
    """The field has the value."""
    YES = "yes"
    """The answer is yes."""
    NO = "no"
    """The answer is no."""
    SAME = "same"
    """The field says the same as the other, or as the text."""
    DIFFERS = "differs"
    """It does not."""
    MET = "met"
    """The condition in the tag is met."""
    NOT_MET = "not_met"
    """It is not."""


@dataclass(frozen=True, slots=True)
class Circumstance:
    """One thing that is so in a document.

    Attributes:
        when: What is said.
        path: The field it is said of; empty for a condition.
        other: The value, the other field's path, the text in quotes, or the tag as it is written.
    """

    when: When
    path: str = ""
    other: str = ""


class Why(StrEnum):
    """Why something is not covered."""

    NOWHERE = "nowhere"
    """It is printed nowhere."""
    SOMETIMES = "sometimes"
    """There are documents in which it is not printed."""
    ALIKE = "alike"
    """There are documents in which two of its values look alike."""
    TOO_COMPLEX = "too_complex"
    """The conditions are too many to tell."""
    NO_BOOKMARK = "no_bookmark"
    """No bookmark says which text answers the rule, or there is no text in it."""
    HEADING = "heading"
    """A heading prints what the document holds."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Why something is not covered.

    Attributes:
        why: What is wrong.
        path: The field that is not printed; empty for a text of the template's own.
        circumstances: What is so in a document in which it is not.
        values: Two values that look alike, if that is the trouble.
    """

    why: Why
    path: str = ""
    circumstances: tuple[Circumstance, ...] = ()
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldCoverage:
    """One field that a rule concerns; or, with an empty path, the text of the template's own that answers it.

    Attributes:
        path: The field, as the rule names it.
        places: Where it is printed, once for each paragraph.
        gap: Why it is not covered; None if it is.
        steers: True for a field that decides how the document is made: there is nothing to print.
    """

    path: str
    places: tuple[Place, ...] = ()
    gap: Gap | None = None
    steers: bool = False

    @property
    def covered(self) -> bool:
        return self.gap is None


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """One rule of a template's checklist.

    Attributes:
        rule: Which rule.
        fields: The fields that it concerns.
        reason: Why the template may leave it out, as the profile says; empty if it may not, or does not.
    """

    rule: Rule
    fields: tuple[FieldCoverage, ...]
    reason: str = ""

    @property
    def covered(self) -> bool:
        """True if everything that the rule concerns is printed whenever it is there."""
        return all(field.covered for field in self.fields)

    @property
    def required(self) -> bool:
        return self.rule.severity is Severity.REQUIRED


@dataclass(frozen=True, slots=True)
class Coverage:
    """A template against the checklist of one framework.

    Attributes:
        template: What the template is called.
        document: The document it makes.
        framework: Whose checklist.
        language: The template's language.
        rules: Every rule of the checklist, in its order.
        unprinted: The fields that no rule concerns and that are not printed in every document that has them.
    """

    template: str
    document: str
    framework: Framework
    language: Language
    rules: tuple[RuleCoverage, ...]
    unprinted: tuple[FieldCoverage, ...]

    @property
    def dropped(self) -> tuple[RuleCoverage, ...]:
        """The required rules that are not covered, without the municipality's leave."""
        return tuple(rule for rule in self.rules if rule.required and not (rule.covered or rule.reason))

    @property
    def complete(self) -> bool:
        """True if every required rule is covered, or excepted."""
        return not self.dropped
