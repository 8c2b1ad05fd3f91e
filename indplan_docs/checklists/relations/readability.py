"""DOC-07: text that a person can read (klarspråk, klart språk)."""

from __future__ import annotations

from collections.abc import Iterator

from indplan_docs.checklists.plain_language import count_words, longest_sentence, officialese, sentences
from indplan_docs.checklists.relations.relation import Problem, relation
from indplan_docs.models import AnyDocument
from indplan_docs.models.fields import texts
from indplan_docs.profile import Profile


@relation("DOC-07")
def a_person_can_read_it(document: AnyDocument, profile: Profile) -> Iterator[Problem]:
    """Points out very long sentences and officialese, by place."""
    longest = longest_sentence()
    for path, text in texts(document):
        words = max(map(count_words, sentences(text)), default=0)
        if words > longest:
            yield Problem("long_sentence", path, {"words": words, "longest": longest})
        for pattern, word, plain in officialese(document.language):
            if pattern.search(text):
                named = Problem("officialese", path, {"word": word, "plain": plain})
                yield named if plain else Problem("officialese_strike", path, {"word": word})
