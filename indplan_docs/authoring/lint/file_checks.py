"""The checks of what is in the file besides its tags: traces, left-overs, what shuts readers out, plain language."""

from __future__ import annotations

from typing import Final

from indplan_docs.authoring.lint.citations import repealed_citations
from indplan_docs.authoring.lint.dates import fixed_dates
from indplan_docs.authoring.lint.fonts import fonts_missing
from indplan_docs.authoring.lint.headings import headings_skipped
from indplan_docs.authoring.lint.hidden import hidden_text
from indplan_docs.authoring.lint.languages import wrong_language
from indplan_docs.authoring.lint.persons import person_data
from indplan_docs.authoring.lint.pictures import pictures_undescribed
from indplan_docs.authoring.lint.plain_language import long_sentences, officialese_words
from indplan_docs.authoring.lint.tables import header_row_missing
from indplan_docs.authoring.lint.titles import title_missing
from indplan_docs.authoring.lint.traces import comments, tracked_changes

FILE_CHECKS: Final = (
    tracked_changes,
    comments,
    fixed_dates,
    person_data,
    repealed_citations,
    hidden_text,
    wrong_language,
    title_missing,
    header_row_missing,
    pictures_undescribed,
    headings_skipped,
    fonts_missing,
    long_sentences,
    officialese_words,
)
"""In the order of their codes."""
