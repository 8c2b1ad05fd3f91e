"""The field list for people and programs: as text, as JSON, and as a Word file to copy tags from."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any, Final

from indplan_docs.authoring.fields.entries import Entry, FieldList, Section
from indplan_docs.authoring.fields.listing import field_list
from indplan_docs.authoring.fields.names import meaning_of, name_of
from indplan_docs.authoring.fields.paper import Paper
from indplan_docs.language import Framework, Language
from indplan_docs.vocabulary import AnyLanguage, term, text

_WIDTH: Final = 100
_PLACES: Final = (34, 36, 19, 11)  # hundredths of the table's width


def title(found: FieldList, language: AnyLanguage) -> str:
    """What a list is called."""
    return text("list_title", language, document=term(found.document, language))


def heading(section: Section, language: AnyLanguage) -> str:
    """What a part of the document is called, with what it stands in."""
    return " › ".join(name_of(key, language) for key in section.keys) or text("list_own", language)


def as_text(found: FieldList, language: AnyLanguage) -> str:
    """A list as text, no wider than 100 columns."""
    plans = ", ".join(term(framework.value, language) for framework in found.frameworks)
    lines = [f"{title(found, language)} ({plans})"]
    for section in found.sections:
        if section.entries:
            lines += ["", heading(section, language).upper()]
            lines += [f"  {begin} … {end}" for begin, end in section.around]
            for entry in section.entries:
                lines += ["", f"  {entry.tag}", *_told(section, entry, language)]
    return "\n".join(lines)


def as_json(found: FieldList, language: AnyLanguage) -> dict[str, Any]:
    """A list as JSON types; keys are API."""
    return {
        "document": found.document,
        "frameworks": [framework.value for framework in found.frameworks],
        "language": found.language.value,
        "sections": [
            {
                "path": section.path,
                "name": heading(section, language),
                "condition": section.condition,
                "around": [list(pair) for pair in section.around],
                "rules": list(section.rules),
                "fields": [_entry_json(entry, language) for entry in section.entries],
            }
            for section in found.sections
        ],
        "filters": [
            {"name": one.name, "kinds": [kind.value for kind in one.kinds], "example": one.example}
            for one in found.filters
        ],
    }


def field_list_docx(document: str, framework: Framework, language: Language) -> bytes:
    """A Word file with every tag of a document, to copy from; the same bytes each time.

    Args:
        document: ``plan``, ``invitation``, ``consent`` or ``follow_up_notice``.
        framework: Which plan: it decides the rules.
        language: The language of the template, and of the list.
    """
    return list_docx(field_list(document, (framework,), language))


def list_docx(found: FieldList) -> bytes:
    """A field list as a Word file in its template's language; the same bytes each time."""
    language = found.language
    plans = ", ".join(term(framework.value, language) for framework in found.frameworks)
    paper = Paper(title(found, language), language)
    paper.subtitle(plans)
    paper.text(text("list_intro", language))
    _how(paper, found)
    head = [text(key, language) for key in ("list_tag", "list_meaning", "list_example", "list_rules")]
    for section in found.sections:
        if not section.entries and not section.is_list:
            continue
        paper.heading(heading(section, language), min(max(len(section.keys), 1), 3))
        if section.rules:
            paper.text(text("list_part_rules", language, rules=", ".join(section.rules)), close=True)
        if section.around:
            paper.text(text("list_repeated" if section.loops else "list_shown_if", language), close=True)
            paper.code(*(begin for begin, _ in section.around), *(end for _, end in reversed(section.around)))
        if section.entries:
            table = paper.table(head, _PLACES)
            for entry in section.entries:
                _row(paper, table, section, entry, language)
    return paper.content()


def _how(paper: Paper, found: FieldList) -> None:
    """How tags are written, each kind with one that can be copied."""
    language = found.language
    value = next(entry for entry in found.entries if entry.condition.count(" and ") == 1)
    paper.heading(text("list_how", language), 1)
    paper.heading(text("list_values", language), 2)
    paper.text(text("list_values_text", language), close=True)
    paper.code(value.tag)
    paper.heading(text("list_conditions", language), 2)
    paper.text(text("list_conditions_text", language), close=True)
    paper.code(f"{{% if {value.condition} %}}{value.tag}{{% endif %}}")
    paper.text(text("list_conditions_blocks", language), close=True)
    paper.code(f"{{%p if {value.condition} %}}", value.tag, "{%p endif %}")
    listed = max(
        (section for section in found.sections if section.is_list and len(section.loops) == 1),
        key=lambda section: len(section.entries),
    )
    (loop,) = listed.loops
    paper.heading(text("list_loops", language), 2)
    paper.text(text("list_loops_text", language), close=True)
    paper.code(loop.tag, listed.entries[0].tag, "{%p endfor %}")
    paper.text(text("list_table_text", language), close=True)
    shown = listed.entries[:3]
    table = paper.table([name_of(entry.key, language) for entry in shown], tuple(100 // len(shown) for _ in shown))
    paper.row(table, [loop.tag.replace("{%p", "{%tr"), *("" for _ in shown[1:])], tags=len(shown))
    paper.row(table, [entry.tag for entry in shown], tags=len(shown))
    paper.row(table, ["{%tr endfor %}", *("" for _ in shown[1:])], tags=len(shown))
    paper.keep(table)
    paper.heading(text("list_filters", language), 2)
    paper.text(text("list_filters_text", language))
    table = paper.table([text(key, language) for key in ("list_filter", "list_fits", "list_prints")], (20, 45, 35))
    for one in found.filters:
        kinds = ", ".join(text(f"kind_{kind.value}", language) for kind in one.kinds)
        paper.row(table, [f"|{one.name}", kinds, one.example], tags=1)


def _row(paper: Paper, table: Any, section: Section, entry: Entry, language: AnyLanguage) -> None:
    meaning = [f"{meaning_of(entry.key, language)}", *_besides(section, entry, language)]
    told = [name_of(entry.key, language), *meaning]
    paper.row(table, [entry.tag, told, entry.example or "–", ", ".join(entry.rules)], tags=1)


def _told(section: Section, entry: Entry, language: AnyLanguage) -> Iterator[str]:
    name, meaning = name_of(entry.key, language), meaning_of(entry.key, language)
    told = [f"{name}. {meaning}", *_besides(section, entry, language)]
    for key, value in (("list_example", entry.example), ("list_rules", ", ".join(entry.rules))):
        told += [f"{text(key, language)}: {value}"] if value else []
    for line in told:
        yield from textwrap.wrap(line, _WIDTH, initial_indent="      ", subsequent_indent="      ")


def _besides(section: Section, entry: Entry, language: AnyLanguage) -> Iterator[str]:
    """The loop that an entry needs of its own, and the values that conditions may compare it with."""
    for loop in entry.loops[len(section.loops) :]:
        yield text("list_one_by_one", language, begin=loop.tag, end="{%p endfor %}")
    if entry.choices:
        choices = ", ".join(f"'{value}' ({term(value, language)})" for value in entry.choices)
        yield text("list_choices", language, choices=choices)


def _entry_json(entry: Entry, language: AnyLanguage) -> dict[str, Any]:
    return {
        "path": entry.path,
        "tag": entry.tag,
        "name": name_of(entry.key, language),
        "meaning": meaning_of(entry.key, language),
        "kind": entry.kind.value,
        "loops": [loop.tag for loop in entry.loops],
        "condition": entry.condition,
        "filters": list(entry.filters),
        "choices": {value: term(value, language) for value in entry.choices},
        "rules": list(entry.rules),
        "example": entry.example,
    }
