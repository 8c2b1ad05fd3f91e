"""Where something is in a document, in words."""

from __future__ import annotations

from indplan_docs.errors import Finding
from indplan_docs.models import DOCUMENTS
from indplan_docs.models.fields import field_at
from indplan_docs.vocabulary import AnyLanguage, label, text


def place(finding: Finding, document: str, language: AnyLanguage) -> str:
    """Where a finding is, in words: ``Mål 1 › Insatser 3 › Klart senast``."""
    if not finding.path or document not in DOCUMENTS:
        return finding.path or text("whole_document", language)
    return path_in_words(finding.path, document, language)


def path_in_words(path: str, document: str, language: AnyLanguage) -> str:
    """A path in words: ``Mål 1 › Insatser 3 › Klart senast``, or ``Mål › Insatser › Klart senast`` for each of them.

    Raises:
        KeyError: The document has no such path.
    """
    words, walked = [], ""
    for step in path.split("."):
        name, _, index = step.rstrip("]").partition("[")
        walked = f"{walked}.{name}" if walked else name
        number = f" {int(index) + 1}" if index else ""
        words.append(label(field_at(DOCUMENTS[document], walked).key, language) + number)
    return " › ".join(words)
