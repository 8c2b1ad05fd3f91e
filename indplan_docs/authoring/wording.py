"""A finding about a template in words: what is wrong, where in the Word file, and how much it weighs."""

from __future__ import annotations

from typing import Final

from indplan_docs.authoring.covered.gaps import GapWords
from indplan_docs.authoring.findings import CODES, Code, LeftOut, TemplateFinding, Weight
from indplan_docs.authoring.in_words.headings import in_words
from indplan_docs.checklists import find_rule
from indplan_docs.vocabulary import AnyLanguage, problem, text
from indplan_docs.word.package import DOCUMENT
from indplan_docs.word.places import Place

_NAMES: Final = {code.code: name for name, code in CODES.items()}
_LONGEST_TAG: Final = 100
_LONGEST_HEADING: Final = 80


def sentence(finding: TemplateFinding, language: AnyLanguage) -> str:
    """What is wrong, and what to write instead."""
    if finding.left_out is not None:
        return _left_out(finding.code, finding.left_out, language)
    values = dict(finding.values)
    variant = values.pop("variant", "")
    name = f"{finding.code.problem}_{variant}" if variant else finding.code.problem
    return problem(name, {**values, "tag": _shortened(finding.tag, _LONGEST_TAG)}, language)


def _left_out(code: Code, what: LeftOut, language: AnyLanguage) -> str:
    words = GapWords(what.document, language)
    rule = find_rule(what.rule)
    if rule is None:
        return problem(code.problem, {"fields": words.fields(what.fields), "count": len(what.fields)}, language)
    troubles = " ".join(dict.fromkeys(words.trouble(what.rule, field) for field in what.fields))
    told = {"rule": what.rule, "title": rule.title[language.value], "troubles": troubles, "reason": what.reason}
    return problem(code.problem, told, language)


def where(place: Place | None, language: AnyLanguage, *, numbered: bool = True) -> str:
    """Where something is: ``under the heading "Goals", table 2, row 3, column 1, paragraph 34``.

    Args:
        place: The place; None for the file as a whole.
        language: The reader's.
        numbered: Say also which paragraph.
    """
    if place is None:
        return text("place_file", language)
    words = [_part(place, language)] if place.part != DOCUMENT else []
    if place.paragraph:
        words += _in_part(place, language)
        words += [text("place_paragraph", language, paragraph=place.paragraph)] if numbered else []
    return ", ".join(words) or text("place_file", language)


def weight(of: Weight, language: AnyLanguage) -> str:
    """How much a finding weighs."""
    return text(f"weight_{of.value}", language)


def counts(of: dict[Weight, int], language: AnyLanguage) -> list[str]:
    """How many findings there are of each weight, those that there are."""
    keys = {Weight.ERROR: "weight_errors", Weight.WARNING: "weight_warnings", Weight.ADVICE: "weight_advices"}
    return [text(keys[one], language, count=count) for one, count in of.items() if count]


def title(code: Code, language: AnyLanguage) -> str:
    """What a code stands for, in a few words."""
    return text(f"lint_title_{name_of(code)}", language)


def name_of(code: Code) -> str:
    """The name of a kind of fault, which is the same in all languages."""
    return _NAMES[code.code]


def _part(place: Place, language: AnyLanguage) -> str:
    return text(f"place_{place.role or 'part'}", language)


def _in_part(place: Place, language: AnyLanguage) -> list[str]:
    words = []
    if place.heading:
        words.append(text("place_heading", language, heading=_shortened(in_words(place.heading), _LONGEST_HEADING)))
    elif place.part == DOCUMENT:
        words.append(text("place_no_heading", language))
    if place.cell is not None:
        cell = place.cell
        words.append(text("place_cell", language, table=cell.table, row=cell.row, column=cell.column))
    return words


def _shortened(words: str, longest: int) -> str:
    line = " ".join(words.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
