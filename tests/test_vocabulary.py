"""Words live once, in every language."""

from __future__ import annotations

import re
import string
import tomllib

import pytest

from indplan_docs import vocabulary
from indplan_docs.checklists import all_rules
from indplan_docs.language import MessageLanguage
from indplan_docs.models.fields import all_enums, all_fields
from indplan_docs.vocabulary import _table
from tests.conftest import ROOT

LANGUAGES = list(MessageLanguage)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_text_and_no_other(language: MessageLanguage) -> None:
    assert vocabulary.keys(language) == vocabulary.keys(MessageLanguage.SV)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_and_value_has_words(language: MessageLanguage) -> None:
    fields = {field.key for field in all_fields()}
    assert set(_table(language.value)["fields"]) == fields
    values = {member.value for enum in all_enums() for member in enum}
    assert values <= set(_table(language.value)["terms"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_tidy(language: MessageLanguage) -> None:
    for kind, entries in _table(language.value).items():
        for key, entry in entries.items():
            for text in entry.values() if isinstance(entry, dict) else [entry]:
                assert text == text.strip(), f"{kind}.{key}"
                assert text, f"{kind}.{key}"
                assert "  " not in text, f"{kind}.{key}"
            if kind == "fields":
                assert not entry["label"].endswith((":", ".")), key
                assert entry["help"].endswith("."), key


@pytest.mark.parametrize("kind", ["problems", "texts"])
def test_languages_fill_in_the_same_values(kind: str) -> None:
    def names(text: str) -> set[str]:
        found = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        assert all(name.isidentifier() for name in found), text
        return found

    swedish = _table("sv")[kind]
    for language in LANGUAGES:
        for key, text in _table(language.value)[kind].items():
            assert names(text) == names(swedish[key]), f"{language}: {key}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_stands_in_two_files(language: MessageLanguage) -> None:
    folder = ROOT / "indplan_docs" / "vocabulary" / language.value
    tables = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))]
    keys = [(name, key) for table in tables for name, entries in table.items() for key in entries]
    assert len(keys) == len(set(keys))


def test_a_value_has_one_word_whatever_list_it_is_in() -> None:
    values = [member.value for enum in all_enums() for member in enum]
    assert len(values) == len(set(values)), "the filter `term` looks a value up by itself"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_a_title(language: MessageLanguage) -> None:
    for rule in all_rules():
        assert rule.title[language.value].strip() == rule.title[language.value] != "", rule.code


def test_nynorsk_is_not_bokmaal_nor_bokmaal_nynorsk() -> None:
    foreign = {
        "nn": r"\b(ikke|hvem|hva|hvordan|hvilke[nt]?|jeg|noen|fra|tjeneste\w*|enhet\w*)\b",
        "nb": r"\b(ikkje|kven|kva|korleis|eg|nokon|frå|teneste\w*|eining\w*|verje\w*)\b",
    }
    for language, pattern in foreign.items():
        for kind, entries in _table(language).items():
            for key, entry in entries.items():
                for text in entry.values() if isinstance(entry, dict) else [entry]:
                    found = re.search(pattern, text, re.IGNORECASE)
                    assert not found, f"{language} {kind}.{key}: {found and found[0]}"


def test_no_sentence_is_left_that_nothing_says() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "indplan_docs").rglob("*.py"))
    source += "".join(path.read_text(encoding="utf-8") for path in (ROOT / "indplan_docs").rglob("*_*.toml"))
    formed = (
        "unknown",
        "setting_",
        "example_",
        "title_",
        "layer_",
        "standing_",
        "diff_",
        "phone_form",
        "postal_code_form",
        "organisation_number_form",
        "cli_",
        "metavar_",
        "doctor_",
        "docs_",
        "question_",
        "coverage_why_",
        "coverage_when_",
        "coverage_mark_",
        "coverage_page_",
        "lint_",
        "place_",
        "weight_",
        "beside_",
        "kind_",
        "preview_",
        "words_",
    )
    for kind in ("problems", "texts"):
        for key in _table("en")[kind]:
            names = (key, key.replace("_", "-"), key.removesuffix("_one"))
            said = any(f"{q}{name}{q}" in source for q in "\"'" for name in names)
            assert said or key.startswith(formed), f"{kind}.{key}"
