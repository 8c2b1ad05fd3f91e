"""Which engine makes a PDF: the embedded one, or LibreOffice where a template asks for more than that one knows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from indplan_docs import catalogue
from indplan_docs.errors import ConversionFailed, ConverterMissing, TemplateFault
from indplan_docs.models import AnyDocument
from indplan_docs.pdf.embedded.template import PdfTemplate, print_finished
from indplan_docs.profile import PdfEngine, Profile
from indplan_docs.vocabulary import text
from indplan_docs.word import Properties, Template
from indplan_docs.word.context import Context
from indplan_docs.word.engine import compiled, properties
from indplan_docs.word.metadata import properties_of
from indplan_docs.word.package import Package
from indplan_docs.word.proof import printed_text

MEDIA_TYPE: Final = "application/pdf"
_BEYOND: Final = frozenset({"pdf_cannot", "pdf_character_missing", "pdf_failed"})
"""What the embedded engine says of a document that LibreOffice may be able to set."""


@dataclass(frozen=True, slots=True)
class Made:
    """A PDF, all the text on its pages, and the engine that made it."""

    content: bytes
    printed: str
    engine: PdfEngine


def make(
    template: catalogue.Template,
    document: AnyDocument,
    context: Context,
    profile: Profile,
    *,
    draft: bool,
    mark: str = "",
) -> Made:
    """A document as PDF.

    Args:
        template: Which template.
        document: The document, for what the file says of itself.
        context: What the template prints.
        profile: The municipality's settings; ``pdf_engine`` chooses.
        draft: True to make a draft, marked across every page, which claims no conformance.
        mark: Another word across every page than a draft's; with it, a finished document claims no conformance either.

    Raises:
        TemplateFault: The template cannot be used or does not fit the document; with ``embedded``, also that it holds
            something this engine cannot set.
        ConverterMissing: LibreOffice is to be used and not on the machine.
        ConversionFailed: LibreOffice made no PDF.
    """
    word = compiled(template, document, profile, draft=draft)
    said = properties(word, document)
    across = mark or (text("draft_suffix", document.language).upper() if draft else "")
    if profile.pdf_engine is not PdfEngine.LIBREOFFICE:
        try:
            pages = _embedded(word).render(context, said, draft=across)
            return Made(pages.content, pages.printed, PdfEngine.EMBEDDED)
        except TemplateFault as error:
            if profile.pdf_engine is PdfEngine.EMBEDDED or not _can_go_on(error, profile):
                raise
    content = word.render(context, said)
    return Made(_converted(content, said, profile, mark=across), printed_text(content), PdfEngine.LIBREOFFICE)


def make_from_word(content: bytes, profile: Profile, name: str) -> Made:
    """The PDF of a finished Word file.

    Args:
        content: The file.
        profile: The municipality's settings; ``pdf_engine`` chooses.
        name: What to call the file in errors.

    Raises:
        TemplateFault: The file is not safe, has traces of editing, or holds something that no engine here can set.
        ConverterMissing: LibreOffice is to be used and not on the machine.
        ConversionFailed: LibreOffice made no PDF.
    """
    opened = Package(content, name)
    said = properties_of(opened)
    if profile.pdf_engine is not PdfEngine.LIBREOFFICE:
        try:
            pages = print_finished(opened, said)
            return Made(pages.content, pages.printed, PdfEngine.EMBEDDED)
        except TemplateFault as error:
            if profile.pdf_engine is PdfEngine.EMBEDDED or not _can_go_on(error, profile):
                raise
    return Made(_converted(content, said, profile, mark=""), printed_text(content), PdfEngine.LIBREOFFICE)


@lru_cache(maxsize=64)
def _embedded(word: Template) -> PdfTemplate:
    return PdfTemplate(word)


def _can_go_on(error: TemplateFault, profile: Profile) -> bool:
    """True if LibreOffice is there and may do what the embedded engine cannot."""
    from indplan_docs.pdf.libreoffice import find_office  # noqa: PLC0415 - rarely needed

    if error.problem not in _BEYOND:
        return False
    try:
        find_office(profile.libreoffice)
    except ConverterMissing:
        return False
    return True


def _converted(content: bytes, said: Properties, profile: Profile, *, mark: str) -> bytes:
    from indplan_docs.pdf.libreoffice import convert, lacks_glyphs, mend  # noqa: PLC0415 - rarely needed

    (made,) = convert([content], office=profile.libreoffice, draft=bool(mark), mark=mark)
    if isinstance(made, ConversionFailed):
        raise made
    if lacks_glyphs(made):
        raise ConversionFailed("glyph_missing")
    return made if mark else mend(made, title=said.title, language=said.language, date=said.day)
