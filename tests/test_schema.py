"""JSON Schema: what a document may hold, in the words of its reader."""

from __future__ import annotations

import json

import jsonschema
import pytest

from indplan_docs.language import Framework, MessageLanguage
from indplan_docs.models import DOCUMENTS
from indplan_docs.schema import DIALECT, json_schema, schema_id
from indplan_docs.skeleton import skeleton
from indplan_docs.vocabulary import label
from tests.conftest import fixture_files


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("language", list(MessageLanguage))
def test_every_property_has_a_title_and_a_description(document: str, language: MessageLanguage) -> None:
    schema = json_schema(document, language)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == DIALECT
    assert schema["$id"] == schema_id(document) == f"urn:indplan-docs:schema:{document}:1"
    for part in [schema, *(d for d in schema["$defs"].values() if "properties" in d)]:
        assert part["additionalProperties"] is False
        for name, entry in part["properties"].items():
            if not name.startswith("$"):
                assert entry["title"].strip()
                assert entry["description"].strip()


def test_titles_speak_the_language_asked_for() -> None:
    for language in MessageLanguage:
        title = json_schema("plan", language)["$defs"]["Measure"]["properties"]["due"]["title"]
        assert title == label("Measure.due", language)
    choices = json_schema("plan", MessageLanguage.SV)["$defs"]["Decision"]["oneOf"]
    assert {"const": "decided", "title": "beslutad"} in choices


def test_every_fixture_is_valid_against_its_schema() -> None:
    validators = {d: jsonschema.Draft202012Validator(json_schema(d, MessageLanguage.EN)) for d in DOCUMENTS}
    for path in fixture_files("complete", "minimal", "incomplete", "hostile"):
        data = json.loads(path.read_text(encoding="utf-8"))
        assert not list(validators[data["document"]].iter_errors(data)), path.name


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("every_field", [False, True])
def test_an_empty_document_is_valid_against_its_schema(document: str, every_field: bool) -> None:
    validator = jsonschema.Draft202012Validator(json_schema(document, MessageLanguage.EN))
    for framework in Framework:
        made = skeleton(document, framework, framework.languages[0], MessageLanguage.NN, every_field=every_field)
        assert not list(validator.iter_errors(made))


def test_the_schema_refuses_what_reading_refuses() -> None:
    validator = jsonschema.Draft202012Validator(json_schema("plan", MessageLanguage.EN))
    good = {"document": "plan", "framework": "lss", "language": "sv"}
    assert validator.is_valid(good)
    for wrong in ({"diagnosis": "x"}, {"framework": "x"}, {"goals": {}}, {"reason": 5}, {"version": {"number": 0}}):
        assert not validator.is_valid(good | wrong)
