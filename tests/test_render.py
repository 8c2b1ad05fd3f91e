"""The sweep: every template, language and fixture rendered, and the result read."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from indplan_docs import AnyDocument, Language, Plan, Profile, TemplateFault, check, load, render
from indplan_docs.catalogue import Template, find, pack
from indplan_docs.checklists import find_rule
from indplan_docs.checklists.law import law
from indplan_docs.language import clock, short_date
from indplan_docs.models import DOCUMENTS
from indplan_docs.models.base import Model
from indplan_docs.models.fields import fields_of, values_of
from indplan_docs.vocabulary import term, text
from indplan_docs.word.context import context
from indplan_docs.word.engine import fill
from indplan_docs.word.proof import lost_texts, printed_text
from tests.conftest import fixture_files, fixture_id, read_json
from tests.docx_text import W, all_text, body_text, headings, page_marks, parts

FILES = fixture_files("complete", "minimal", "hostile")
SWEEP = [
    pytest.param(path, language, id=f"{fixture_id(path)}-{language.value}")
    for path in FILES
    for language in load(path).framework.languages
]
IN_THE_TEMPLATES_OWN_WORDS = {
    "Signatory.role",
    "Signatory.manner",
    "Recipient.role",
    "CopyRecipient.role",
    "Representative.person_agrees",
    "ConsentGiver.person_agrees",
    "PlanReference.copy_of_plan",
}
NOT_PRINTED = {"Document.framework", "Document.language", "Document.protected_identity", "Document.redaction"}


def rendered(path: Path, language: Language, **options: Any) -> tuple[AnyDocument, bytes]:
    document = load(path)
    return document, render(document, language=language, **options).content


@pytest.mark.parametrize(("path", "language"), SWEEP)
def test_every_template_prints_everything_it_is_given(path: Path, language: Language) -> None:
    document, content = rendered(path, language)
    printed = all_text(content)

    _every_text_is_there(document, printed)
    _every_date_time_and_choice_is_there(document, printed, language)
    _no_tag_and_no_none_is_left(document, printed)
    _the_document_is_in_its_language(content, language)
    _structure_is_sound(content)
    for sentence in law(document.model_copy(update={"language": language})):
        assert sentence in printed


def _every_text_is_there(document: AnyDocument, printed: str) -> None:
    digits = re.sub(r"\D", "", printed)
    for path, field, value in values_of(document):
        if type(value) is not str or value == "plan_closed" or field.reveals in document.redaction:
            continue
        if any(f".{name}." in f".{path}" for name in ("address",)) and document.redaction:
            continue
        if field.key == "Person.identity_number":
            assert value not in printed, "masked unless the profile says otherwise"
            assert value[:-5] in printed
        elif field.name == "phone":
            assert re.sub(r"\D", "", value)[-6:] in digits, path
        elif field.name != "document" and field.key != "Waiver.rule":
            assert value in printed, path


def _every_date_time_and_choice_is_there(document: AnyDocument, printed: str, language: Language) -> None:
    for path, field, value in values_of(document):
        if isinstance(value, dt.date):
            assert short_date(value, language) in printed, path
        elif isinstance(value, dt.time):
            assert clock(value, language).split("\u00a0")[-1] in printed, path
        elif isinstance(value, int) and not isinstance(value, bool):
            assert str(value) in printed, path
        elif field.enum and field.key not in IN_THE_TEMPLATES_OWN_WORDS | NOT_PRINTED:
            word = term(str(value), language)
            assert word.casefold() in printed.casefold(), f"{path}: {word}"


def _no_tag_and_no_none_is_left(document: AnyDocument, printed: str) -> None:
    given = " ".join(str(v) for _, _, v in values_of(document) if not isinstance(v, Model))
    for left in ("{{", "}}", "{%", "%}", "None", "Undefined", "&amp;", "&lt;", "['"):
        assert left not in printed or left in given, left


def _the_document_is_in_its_language(content: bytes, language: Language) -> None:
    word = docx.Document(io.BytesIO(content))
    assert word.core_properties.language == language.tag
    assert word.core_properties.title
    styles = etree.fromstring(parts(content)["word/styles.xml"])
    assert {element.get(f"{W}val") for element in styles.iter(f"{W}lang")} == {language.tag}


def _structure_is_sound(content: bytes) -> None:
    levels = [level for level, _ in headings(content)]
    assert levels[0] == 0
    assert levels.count(0) == 1
    assert all(then - now <= 1 for now, then in itertools.pairwise(levels)), levels
    assert all(text.strip() for _, text in headings(content))
    root = etree.fromstring(parts(content)["word/document.xml"])
    for table in root.iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        assert rows, "a table without rows is corrupt to Word"
        for cell in table.iter(f"{W}tc"):
            assert cell[-1].tag == f"{W}p", "a cell must end with a paragraph"


@pytest.mark.parametrize("path", fixture_files("minimal"), ids=fixture_id)
def test_the_same_input_gives_the_same_bytes(path: Path) -> None:
    first, second = render(load(path)), render(load(path))
    assert first.content == second.content
    assert first.file_name == second.file_name
    assert first.sha256 == second.sha256


Place = tuple[str | int, ...]


def _answers(data: Any, model: type[Model], at: Place = ()) -> Iterator[tuple[str, Place, list[Any]]]:
    """Each yes/no and each choice in a document: its field, its place, and what else it could be."""
    for name, field in fields_of(model).items():
        value = data.get(name)
        if field.key in NOT_PRINTED or value is None:
            continue
        if isinstance(value, bool):
            yield field.key, (*at, name), [not value]
        elif field.enum and not field.many:
            yield field.key, (*at, name), [v.value for v in field.enum if v.value not in (value, "self")]
        elif field.model:
            entries = enumerate(value) if field.many else [(None, value)]
            for i, entry in entries:
                yield from _answers(entry, field.model, (*at, name) if i is None else (*at, name, i))


def _changed(data: Any, at: Place, value: Any) -> Any:
    if not at:
        return value
    copy = list(data) if isinstance(data, list) else dict(data)
    copy[at[0]] = _changed(copy[at[0]], at[1:], value)  # type: ignore[call-overload, index]
    return copy


def _first_entries(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _first_entries(value) for key, value in data.items()}
    return [_first_entries(entry) for entry in data[:1]] if isinstance(data, list) else data


@pytest.mark.parametrize("template", pack(), ids=lambda t: t.id)
def test_every_answer_makes_a_difference_to_what_is_printed(template: Template) -> None:
    """No yes or no, and no choice, is swallowed: another answer gives another text."""
    language = template.language
    data = _first_entries(read_json(f"hostile/{template.document}-{template.frameworks[0].value}-{language.value}"))

    def printed(changed: Any) -> str:
        document = load(changed)
        values = context(document, Profile(), check(document), draft=True)
        return body_text(fill(template, document, values | {"gaps": [], "law": []}, Profile(), draft=True))

    model, before, seen = DOCUMENTS[template.document], printed(data), set()
    for key, at, others in _answers(data, model):
        if key in seen:
            continue
        seen.add(key)
        for other in others:
            assert printed(_changed(data, at, other)) != before, f"{key}: {other}"
    assert len(seen) >= 5


def test_every_template_is_rendered_by_the_sweep() -> None:
    served = set()
    for path in FILES:
        document = load(path)
        served |= {find(document.document, document.framework, lang).id for lang in document.framework.languages}
    assert served == {template.id for template in pack()}


def test_there_are_three_complete_cases_for_each_document_and_framework() -> None:
    cases: dict[tuple[str, str], int] = {}
    for path in fixture_files("complete"):
        document = load(path)
        key = (document.document, document.framework.value)
        cases[key] = cases.get(key, 0) + 1
    assert len(cases) == 12
    assert min(cases.values()) >= 3


def test_metadata_is_ours_and_says_nothing_of_people() -> None:
    content = render(load(read_json("complete/plan-lss-sv-moving-out"))).content
    properties = docx.Document(io.BytesIO(content)).core_properties
    assert (properties.author, properties.last_modified_by, properties.comments, properties.revision) == ("", "", "", 0)
    assert properties.created == properties.modified
    core = parts(content)["docProps/core.xml"].decode() + parts(content)["docProps/app.xml"].decode()
    person = load(read_json("complete/plan-lss-sv-moving-out")).person
    assert person
    assert person.name
    assert person.name.split()[0] not in core
    for name, data in parts(content).items():
        assert b"rsid" not in data, name


def test_the_file_name_says_which_document_and_not_whose() -> None:
    made = render(load(read_json("complete/plan-lss-sv-moving-out")))
    assert re.fullmatch(r"plan-lss-sv-\d{4}-\d\d-\d\d-[0-9a-f]{8}\.docx", made.file_name)
    other = read_json("complete/plan-lss-sv-moving-out")
    other["person"]["name"] = "Någon Annan"
    assert render(load(other)).file_name != made.file_name


def test_a_secrecy_marking_stands_on_every_page(minimal_plan: dict[str, Any]) -> None:
    marking = "Sekretess & skydd"
    for content in (
        render(load(minimal_plan), profile=Profile(secrecy_marking=marking)).content,
        render(load(minimal_plan | {"secrecy_marking": marking})).content,
    ):
        marks = page_marks(content)
        assert len(marks) >= 2
        assert all(marking in mark for mark in marks)


def test_an_identity_number_is_masked_unless_the_profile_says_otherwise(minimal_plan: dict[str, Any]) -> None:
    minimal_plan["person"]["identity_number"] = "19121212-1212"
    document = load(minimal_plan)
    assert "19121212-****" in body_text(render(document).content)
    full = Profile.model_validate({"identity_numbers": "full"})
    assert "19121212-1212" in body_text(render(document, profile=full).content)


def test_a_waiver_is_printed_with_what_it_waives() -> None:
    document = load(read_json("complete/plan-lss-sv-waiver-god-man"))
    assert isinstance(document, Plan)
    printed = body_text(render(document).content)
    assert document.waivers
    for waiver in document.waivers:
        assert waiver.reason in printed


def test_a_copy_for_a_protected_person_leaves_out_what_can_tell_where_they_are() -> None:
    data = read_json("complete/plan-lss-sv-protected")
    document = load(data)
    hidden = [str(v) for _, f, v in values_of(document) if f.reveals in document.redaction and isinstance(v, str)]
    address = document.person.address if document.person else None
    hidden += [address.street, address.place] if address else []
    assert hidden
    printed = all_text(render(document).content)
    assert not [value for value in hidden if value in printed and value not in str(data["issuer"]["name"])]
    assert text("withheld", Language.SV) in printed
    assert "skydd" not in printed.casefold(), "the grade of protection is itself a clue"


# --- drafts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", fixture_files("incomplete"), ids=fixture_id)
def test_a_draft_shows_on_every_page_that_it_is_one_and_lists_what_is_missing(path: Path) -> None:
    document = load(path)
    if document.language not in document.framework.languages:
        with pytest.raises(TemplateFault):
            render(document, draft=True)
        return
    made = render(document, draft=True)
    mark = text("draft_mark", document.language)
    assert all(mark in page for page in page_marks(made.content))
    assert made.draft
    assert made.file_name.endswith(f"-{text('draft_suffix', document.language)}.docx")
    printed = body_text(made.content)
    for code in check(document).codes:
        rule = find_rule(code)
        assert rule
        assert rule.title[document.language.value] in printed


@pytest.mark.parametrize("template", pack(), ids=lambda t: t.id)
def test_an_empty_document_can_be_drafted(template: Template) -> None:
    for framework in template.frameworks:
        empty = {"document": template.document, "framework": framework.value, "language": template.language.value}
        made = render(load(empty), draft=True)
        assert text("missing_mark", template.language) in body_text(made.content)


@pytest.mark.parametrize("path", fixture_files("complete"), ids=fixture_id)
def test_a_final_document_carries_no_draft_mark(path: Path) -> None:
    document = load(path)
    printed = all_text(render(document).content)
    assert text("draft_mark", document.language) not in printed
    assert text("missing_mark", document.language) not in printed


# --- nothing is lost --------------------------------------------------------------------------------------------------

REFUSED = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029"
PRINTABLE = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"), exclude_characters=REFUSED)
TEXTS = (
    st.text(PRINTABLE, min_size=1, max_size=40)
    | st.text("<>&{}%#_\"' åÅé]!-/wp:;=", min_size=1, max_size=30)
    | st.sampled_from(["{_{", "}_}", "{_%", "%_}", "{_{_{", "{{_}", "]]>", "<!--", "&amp;", "&#1;", "{{ person }}"])
).filter(lambda value: bool(value.strip()))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=TEXTS, wish=TEXTS, goal=TEXTS, measure=TEXTS, lines=st.lists(TEXTS, min_size=1, max_size=4))
def test_no_text_is_lost_whatever_characters_it_holds(
    name: str, wish: str, goal: str, measure: str, lines: list[str]
) -> None:
    data = read_json("minimal/plan-lss-sv")
    data["person"]["name"], data["wishes"] = name, "\n".join(lines)
    data["reference"], data["goals"][0]["title"] = wish, goal
    data["goals"][0]["measures"][0]["what"] = measure
    printed = all_text(render(load(data)).content)
    for value in (name, wish, goal, measure, "\n".join(lines)):
        assert value in printed


def test_a_template_that_leaves_out_a_text_makes_no_document(
    minimal_plan: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proof is part of the gate: an engine that drops a word is found out."""

    def forgetful(template: Any, document: Any, values: Any, profile: Profile, *, draft: bool) -> bytes:
        return fill(template, document, values | {"wishes": "något annat"}, profile, draft=draft)

    document = load(minimal_plan)
    monkeypatch.setattr("indplan_docs.pipeline.fill", forgetful)
    with pytest.raises(TemplateFault) as caught:
        render(document)
    assert caught.value.problem == "text_lost"
    assert caught.value.values["path"] == "wishes"


def test_lost_texts_are_named_by_their_place(minimal_plan: dict[str, Any]) -> None:
    content = render(load(minimal_plan)).content
    minimal_plan["goals"][0]["title"] = "Något helt nytt"
    assert lost_texts(load(minimal_plan), printed_text(content)) == ["goals[0].title"]


# --- what templates can do ----------------------------------------------------------------------------------------


def with_text(template: Any, tag: str) -> bytes:
    """A pack template with one more paragraph."""
    document = docx.Document(io.BytesIO(template.read()))
    document.add_paragraph(tag)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("tag", "problem"),
    [
        ("{{ nobody }}", "template_unknown_name"),
        ("{{ person.zodiac }}", "template_unknown_name"),
        ("{{ person.nam }}", "template_unknown_name_near"),
        ("{{ protected_identity|term }}", "template_unknown_name"),
        ("{% if redaction %}x{% endif %}", "template_unknown_name_near"),
        ("{{ evaluation.how }}", "template_prints_nothing"),
        ("{{ evaluation.how|date }}", "template_prints_nothing"),
        ("{{ draft }}", "value_not_text"),
        ("{{ goals }}", "value_not_text"),
        ("{% if person %}", "block_not_closed"),
        ("{{ person.name|upper }}", "template_unknown_filter"),
        ("{{ person.name.upper() }}", "template_unknown_name"),
        ("{{ cycler.__init__.__globals__.os.popen('id').read() }}", "template_unknown_name"),
        ("{{ ''.__class__.__mro__ }}", "template_broken"),
        ("{{ lipsum(10) }}", "template_unknown_name"),
    ],
)
def test_a_template_that_does_not_fit_is_a_clear_fault(
    tag: str, problem: str, minimal_plan: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    document = load(minimal_plan)
    template = find(document.document, document.framework, document.language)
    spoilt = with_text(template, tag)
    monkeypatch.setattr(type(template), "read", lambda _: spoilt)
    with pytest.raises(TemplateFault) as caught:
        render(document)
    assert caught.value.problem == problem
    assert caught.value.values["template"] == "plan-lss-sv"
    assert str(minimal_plan["person"]["name"]) not in str(caught.value)


def test_a_damaged_template_is_a_clear_fault(minimal_plan: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    document = load(minimal_plan)
    template = find(document.document, document.framework, document.language)
    for damaged in (b"", b"PK\x03\x04", template.read()[:2000]):
        monkeypatch.setattr(type(template), "read", lambda _, data=damaged: data)
        with pytest.raises(TemplateFault) as caught:
            render(document)
        assert caught.value.problem == "template_unreadable"


def test_templates_see_plain_values_only(minimal_plan: dict[str, Any]) -> None:
    document = load(minimal_plan)

    def walk(value: Any) -> None:
        assert type(value) in (dict, list, str, int, bool, type(None))
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            walk(inner)

    walk(context(document, Profile(), check(document), draft=False))
