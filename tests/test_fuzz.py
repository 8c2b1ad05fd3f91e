"""Random complete documents: none crashes, none loses a text, each opens.

500 in every run, 100 of them as PDF too; ``make fuzz`` tries 10 000.
"""

from __future__ import annotations

import io
import os
import unicodedata
from collections.abc import Iterator
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from indplan_docs import AnyDocument, PdfEngine, Profile, TemplateFault, check, load, render
from indplan_docs.models import DOCUMENTS
from indplan_docs.models.base import Model
from indplan_docs.models.fields import Field, fields_of, values_of
from tests import pdf_judges
from tests.conftest import fixture_files, fixture_id, read_json
from tests.docx_text import all_text, parts

EXAMPLES = int(os.environ.get("INDPLAN_FUZZ", "500"))
BASES = [fixture_id(path) for path in fixture_files("minimal", "complete")]
REFUSED = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029"
LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"), exclude_characters=REFUSED)
WORDS = (
    st.text(LETTERS, min_size=1, max_size=60)
    | st.text("<>&{}%#_\"' åÅé]!-/wp:;=\\$`", min_size=1, max_size=40)
    | st.sampled_from(
        ["{_{", "}_}", "{_%", "%_}", "{{ x }}", "{%p if x %}", "]]>", "<!-- -->", "&amp;", "&#1;", "None"]
    )
).filter(lambda text: bool(text.strip()))


def is_free_text(field: Field) -> bool:
    """A field whose text people write, and that nothing compares with a form of its own."""
    formal = ("document", "phone", "email", "link", "identity_number", "organisation_number", "postal_code", "rule")
    return field.model is None and field.enum is None and field.name not in formal


def reworded(data: Any, model: type[Model], words: dict[str, str]) -> Any:
    """The document with other texts: the same text becomes the same other text wherever it stands."""
    changed = {}
    for name, value in data.items():
        field = fields_of(model)[name]
        if field.model:
            inner = [reworded(entry, field.model, words) for entry in (value if field.many else [value])]
            changed[name] = inner if field.many else inner[0]
        elif is_free_text(field):
            items = value if isinstance(value, list) else [value]
            items = [words.get(item, item) if isinstance(item, str) else item for item in items]
            changed[name] = items if isinstance(value, list) else items[0]
        else:
            changed[name] = value
    return changed


def texts_of(name: str) -> list[str]:
    """The distinct free texts of a fixture."""
    document = load(read_json(name))
    return sorted(
        {str(v) for _, f, v in values_of(document) if type(v) is str and is_free_text(f) and v != "plan_closed"}
    )


@st.composite
def complete_documents(draw: st.DrawFn) -> AnyDocument:
    """A complete document of any kind, with other words and more of everything."""
    name = draw(st.sampled_from(BASES))
    chosen = draw(st.lists(st.sampled_from(texts_of(name)), min_size=1, max_size=12, unique=True))
    words = {text: draw(WORDS) for text in chosen}
    plain = read_json(name)
    for copies in ("goals", "participants", "themes", "invited", "agenda"):
        if plain.get(copies):
            plain[copies] = plain[copies] * draw(st.integers(1, 3))
    document = load(reworded(plain, DOCUMENTS[plain["document"]], words))
    assume(check(document).complete)
    return document.model_copy(update={"language": draw(st.sampled_from(document.framework.languages))})


def free_texts(document: AnyDocument) -> Iterator[tuple[str, str]]:
    """The texts that its file must hold, by path."""
    for path, field, value in values_of(document):
        if type(value) is str and is_free_text(field) and field.reveals not in document.redaction:
            inside_redacted = document.redaction and ".address." in f".{path}"
            if not inside_redacted and value != "plan_closed":
                yield path, value


@pytest.mark.no_cover  # the other tests tell what is covered; tracing these takes as long as they do
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(document=complete_documents())
def test_no_random_document_crashes_loses_a_text_or_fails_to_open(document: AnyDocument) -> None:
    content = render(document).content

    printed = all_text(content)
    for path, value in free_texts(document):
        assert value in printed, path
    for part, xml in parts(content).items():
        if part.endswith((".xml", ".rels")):
            etree.fromstring(xml)
    assert docx.Document(io.BytesIO(content)).paragraphs


def latin(text: str) -> str:
    """The Latin letters and digits of a text: what every reader of PDF gives back as it was."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if c.isalnum() and c < "\u0250")


@pytest.mark.no_cover
@settings(max_examples=max(EXAMPLES // 5, 1), deadline=None, suppress_health_check=list(HealthCheck))
@given(document=complete_documents())
def test_every_random_document_is_a_conforming_pdf_that_holds_it_all_or_a_clear_fault(document: AnyDocument) -> None:
    try:
        content = render(document, "pdf", profile=Profile(pdf_engine=PdfEngine.EMBEDDED)).content
    except TemplateFault as error:
        assert error.problem == "pdf_character_missing"  # noqa: PT017 - one of two outcomes
        return
    assert pdf_judges.conforms(content, "2a") == []
    assert pdf_judges.conforms(content, "ua1") == []
    printed = latin(pdf_judges.structure(content).words())
    heads = latin(pdf_judges.text(content))
    for path, value in free_texts(document):
        assert latin(value) in printed or latin(value) in heads, path
