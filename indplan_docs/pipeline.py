"""Check, then render: the one gate to a finished document, and the table of contents of the whole library."""

from __future__ import annotations

from indplan_docs import catalogue
from indplan_docs.checklists import check
from indplan_docs.delivery import Format, Rendered, file_name
from indplan_docs.errors import Refused, TemplateFault
from indplan_docs.language import Language
from indplan_docs.models import AnyDocument
from indplan_docs.profile import Profile
from indplan_docs.word.context import context
from indplan_docs.word.engine import fill
from indplan_docs.word.package import MEDIA_TYPE
from indplan_docs.word.proof import lost_texts


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
        TemplateFault: There is no template for the document, it does not fit, or it leaves out a text of the document.
    """
    settings = profile or Profile()
    if language and language is not document.language:
        document = document.model_copy(update={"language": language})
    report = check(document, settings)
    if not (report.complete or draft):
        raise Refused(report)
    template = catalogue.find(document.document, document.framework, document.language)
    values = context(document, settings, report, draft=draft)
    content = fill(template, document, values, settings, draft=draft)
    lost = lost_texts(document, content)
    if lost:
        raise TemplateFault("text_lost", template=template.id, count=len(lost), path=lost[0])
    return Rendered(content, file_name(document, to, draft=draft), MEDIA_TYPE, draft)
