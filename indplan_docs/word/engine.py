"""The pack's templates, each compiled once a process, filled with documents."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from indplan_docs import catalogue
from indplan_docs.language import Country
from indplan_docs.models import DOCUMENTS, AnyDocument
from indplan_docs.profile import Profile
from indplan_docs.vocabulary import term, text
from indplan_docs.vocabulary.titles import local_terms
from indplan_docs.word.context import Context, shape
from indplan_docs.word.filters import filters
from indplan_docs.word.metadata import Properties
from indplan_docs.word.package import Package
from indplan_docs.word.persons import refuse_numbers
from indplan_docs.word.store import Store
from indplan_docs.word.template import Template, compile_template


def fill(
    template: catalogue.Template, document: AnyDocument, context: Context, profile: Profile, *, draft: bool
) -> bytes:
    """A template filled with a document.

    Args:
        template: Which template.
        document: The document, for what the file says of itself.
        context: What the template prints.
        profile: The municipality's settings.
        draft: True to show a mark where a value is missing, False to refuse.

    Raises:
        TemplateFault: The template cannot be used, or does not fit the document.
    """
    made = compiled(template, document, profile, draft=draft)
    return made.render(context, properties(made, document))


def compiled(template: catalogue.Template, document: AnyDocument, profile: Profile, *, draft: bool) -> Template:
    """A template of the pack, compiled for a document.

    Raises:
        TemplateFault: It cannot be used.
    """
    local = local_terms(template.language, profile)
    return _compiled(template, template.read(), document.country, local, profile.compiled_templates, draft=draft)


def properties(template: Template, document: AnyDocument) -> Properties:
    """What a document's file says of itself."""
    title = template.title or term(document.document, document.language)
    return Properties(title, document.language.tag, document.date)


@lru_cache(maxsize=64)
def _compiled(
    template: catalogue.Template,
    source: bytes,
    country: Country,
    local: tuple[tuple[str, str], ...],
    kept_in: Path | None,
    *,
    draft: bool,
) -> Template:
    """The source is part of the key: a template that Word has saved anew is compiled anew."""
    if not catalogue.is_shipped(template.id, source):
        refuse_numbers(Package(source, template.name))
    return compile_template(
        source,
        fields=shape(DOCUMENTS[template.document]),
        filters=filters(template.language, country, dict(local)),
        missing=text("missing_mark", template.language) if draft else None,
        clean=True,
        name=template.name,
        store=Store(kept_in) if kept_in else None,
    )
