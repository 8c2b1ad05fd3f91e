"""Check, then render: the one gate to a finished document, and the table of contents of the whole library."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from types import ModuleType

from indplan_docs import catalogue
from indplan_docs.checklists import check
from indplan_docs.coverage import admit, is_excepted
from indplan_docs.delivery import Format, Rendered, file_name
from indplan_docs.errors import ConverterMissing, Refused, Report, TemplateFault
from indplan_docs.language import Language
from indplan_docs.models import AnyDocument
from indplan_docs.profile import PdfEngine, Profile, with_defaults
from indplan_docs.vocabulary import text
from indplan_docs.word.context import context
from indplan_docs.word.engine import fill
from indplan_docs.word.package import MEDIA_TYPE
from indplan_docs.word.proof import lost_texts, printed_text


def render(
    document: AnyDocument,
    to: Format = "docx",
    *,
    language: Language | None = None,
    profile: Profile | None = None,
    draft: bool = False,
) -> Rendered:
    """Render a document that is complete, or a draft of one that may not be.

    Args:
        document: Any of the four documents.
        to: The file format.
        language: Another language than the document's own, for the template's text; what people wrote stays as it is.
        profile: The municipality's settings; the defaults without one.
        draft: Make a draft: marked on every page, with the gaps listed, and named as a draft.

    Returns:
        The file. The same input gives the same bytes.

    Raises:
        Refused: A required rule is not met and no draft was asked for; carries the whole report.
        TemplateFault: There is no template for the document, it does not fit, or it drops a required rule or leaves out
            a text of the document without the profile's leave.
        ConfigurationError: The profile excepts a rule that there is not, is of another country, or names a folder or
            file that cannot be used.
        ConverterMissing: The extra ``pdf`` is not installed, or not the LibreOffice that the profile asks for.
        ConversionFailed: LibreOffice made no PDF.
    """
    settings = profile or Profile()
    if language and language is not document.language:
        document = document.model_copy(update={"language": language})
    given, document = document, with_defaults(document, settings)
    report = check(document, settings)
    if not (report.complete or draft):
        raise Refused(report)
    template = catalogue.find(document.document, document.framework, document.language, settings.templates)
    if not draft:
        admit(template, document.framework, settings)
    values = context(document, settings, report, draft=draft)
    if to == "pdf":
        engine = _pdf_engine()
        made = engine.make(template, document, values, settings, draft=draft)
        content, printed, media_type, used = made.content, made.printed, engine.MEDIA_TYPE, made.engine.value
    else:
        content = fill(template, document, values, settings, draft=draft)
        printed, media_type, used = printed_text(content), MEDIA_TYPE, "word"
    if fault := _lost(template, document, printed, settings):
        raise fault
    return Rendered(content, file_name(given, to, draft=draft), media_type, draft, used)


@dataclass(frozen=True, slots=True, repr=False)
class Preview:
    """How a template looks with a document: never a document.

    Attributes:
        content: A PDF, marked across every page, which claims no conformance.
        report: What the check of the document found.
        fault: Why no finished document can be made with the template, though it can be shown; None if one can.
        engine: What made it.
    """

    content: bytes
    report: Report
    fault: TemplateFault | None
    engine: PdfEngine


def preview(template: catalogue.Template, document: AnyDocument, *, profile: Profile | None = None) -> Preview:
    """Show how a template looks with a document, also one that is not complete, or that the template would lose.

    Args:
        template: Any template, one under work too.
        document: What to fill it with.
        profile: The municipality's settings; the defaults without one.

    Raises:
        TemplateFault: The template cannot be used at all.
        ConverterMissing: The extra ``pdf`` is not installed, or not the LibreOffice that the profile asks for.
        ConversionFailed: LibreOffice made no PDF.
    """
    settings = profile or Profile()
    if template.language is not document.language:
        document = document.model_copy(update={"language": template.language})
    document = with_defaults(document, settings)
    report = check(document, settings)
    unfinished = not report.complete
    values = context(document, settings, report, draft=unfinished)
    engine, mark = _pdf_engine(), text("preview_mark", document.language).upper()
    fault = None
    try:
        made = engine.make(template, document, values, settings, draft=unfinished, mark=mark)
    except TemplateFault as error:
        if unfinished:
            raise
        made, fault = engine.make(template, document, values, settings, draft=True, mark=mark), error
    fault = fault or _lost(template, document, made.printed, settings)
    return Preview(made.content, report, fault, made.engine)


def pdf_of_word(content: bytes, name: str, *, profile: Profile | None = None) -> Rendered:
    """The PDF of a finished Word file: one that `render` made and a person has edited, for instance.

    Args:
        content: The Word file.
        name: Its file name; the PDF is called the same.
        profile: The municipality's settings; the defaults without one.

    Raises:
        TemplateFault: The file is not safe, has traces of editing, or holds something that cannot be set.
        ConverterMissing: The extra ``pdf`` is not installed, or not the LibreOffice that the profile asks for.
        ConversionFailed: LibreOffice made no PDF.
    """
    engine = _pdf_engine()
    made = engine.make_from_word(content, profile or Profile(), name)
    return Rendered(
        made.content, f"{PurePath(name).stem}.pdf", engine.MEDIA_TYPE, draft=False, engine=made.engine.value
    )


def _lost(template: catalogue.Template, document: AnyDocument, printed: str, profile: Profile) -> TemplateFault | None:
    """The fault of a template that leaves out a text of the document; None if only what the profile excepts."""
    lost = [path for path in lost_texts(document, printed) if not is_excepted(path, document, profile)]
    return TemplateFault("text_lost", template=template.name, count=len(lost), path=lost[0]) if lost else None


def _pdf_engine() -> ModuleType:
    """What makes PDF; loaded when it is needed, for it is large.

    Raises:
        ConverterMissing: It is not installed.
    """
    try:
        from indplan_docs.pdf import engine  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise ConverterMissing("pdf_not_installed") from error
    return engine
