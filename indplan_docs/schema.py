"""JSON Schema 2020-12 of the documents, with titles and descriptions in the asked language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pydantic import BaseModel

from indplan_docs.language import MessageLanguage
from indplan_docs.models import DOCUMENTS
from indplan_docs.models.document import SCHEMA_VERSION
from indplan_docs.models.fields import all_enums, all_models, field_at
from indplan_docs.profile import FILE_NAME, Layer, Profile
from indplan_docs.profile.settings import table_of
from indplan_docs.vocabulary import help_text, label, term
from indplan_docs.vocabulary.settings import setting_help

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def schema_id(document: str) -> str:
    """The stable ``$id`` of a document's schema."""
    return f"urn:indplan-docs:schema:{document}:{SCHEMA_VERSION}"


def json_schema(document: str, language: MessageLanguage) -> dict[str, Any]:
    """The schema of one document.

    It says what can be read; what must be there is the checklists' business. ``$schema`` and ``$comment`` may stand in
    a document and are read past.

    Args:
        document: ``plan``, ``invitation``, ``consent`` or ``follow_up_notice``.
        language: The language of titles and descriptions.
    """
    model = DOCUMENTS[document]
    schema = model.model_json_schema()
    definitions = schema.pop("$defs")
    enums = {enum.__name__ for enum in all_enums()} | {"Framework", "Language"}
    for name, definition in definitions.items():
        if name in enums:
            _name_choices(definition, language)
        else:
            _name_properties(definition, name, language)
    _name_properties(schema, model.__name__, language)
    schema["properties"]["$schema"] = {"type": "string"}
    schema.pop("title", None)
    return {
        "$schema": DIALECT,
        "$id": schema_id(document),
        "title": term(document, language),
        **schema,
        "$defs": definitions,
    }


def profile_schema(language: MessageLanguage) -> dict[str, Any]:
    """The schema of ``indplan.toml``, for editors that know JSON Schema; with what each setting is for.

    Args:
        language: The language of the descriptions.
    """
    schema = Profile.model_json_schema()
    definitions = schema.pop("$defs")
    models: list[type[BaseModel]] = [Profile, *_tables(Profile)]
    for model in models:
        entry = schema if model is Profile else definitions[model.__name__]
        entry.pop("description", None)
        entry.pop("title", None)
        for name, described in entry["properties"].items():
            described.pop("title", None)
            described["description"] = setting_help(model, name, language)
    for definition in definitions.values():
        if "enum" in definition:
            definition.pop("description", None)
    definitions["Layer"]["enum"].remove(Layer.PACK.value)
    return {"$schema": DIALECT, "$id": schema_id("profile"), "title": FILE_NAME, **schema, "$defs": definitions}


def _tables(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for info in model.model_fields.values():
        inner = table_of(info.annotation)
        if inner:
            yield inner
            yield from _tables(inner)


def _name_choices(definition: dict[str, Any], language: MessageLanguage) -> None:
    choices = definition.pop("enum")
    for noise in ("title", "description"):
        definition.pop(noise, None)
    definition["oneOf"] = [{"const": choice, "title": term(choice, language)} for choice in choices]


def _name_properties(definition: dict[str, Any], owner: str, language: MessageLanguage) -> None:
    model = next(m for m in all_models() if m.__name__ == owner)
    definition.pop("title", None)
    definition.pop("description", None)
    for name, entry in definition["properties"].items():
        key = field_at(model, name).key
        entry["title"], entry["description"] = label(key, language), help_text(key, language)
    definition["properties"]["$comment"] = {"type": "string"}
