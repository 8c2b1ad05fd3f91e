"""What differs between an own template and the pack's, told as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from indplan_docs.authoring.own.compare import Change, Comparison, Difference
from indplan_docs.authoring.own.news import Apart, News
from indplan_docs.authoring.own.original import Base, Trouble
from indplan_docs.authoring.own.standing import Standing
from indplan_docs.authoring.wording import where
from indplan_docs.catalogue import Template
from indplan_docs.language import MessageLanguage
from indplan_docs.vocabulary import text
from indplan_docs.word.places import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """All that ``template diff`` has to say.

    Attributes:
        own: The own template.
        of_pack: The pack's present one.
        how: How they stand to each other.
        found: What differs between them.
        base: What the own one was made of.
        apart: The own changes and the pack's, each for itself; None if they cannot be told apart.
        dropped: The rules that only the pack's covers.
        language: The reader's.
    """

    own: Template
    of_pack: Template
    how: Standing
    found: Comparison
    base: Base
    apart: Apart | None
    dropped: tuple[str, ...]
    language: MessageLanguage

    def lines(self) -> Iterator[str]:
        """As lines of text, in blocks that each end with an empty one."""
        based = self.own.origin.version if self.own.origin else 0
        yield text(f"standing_{self.how.value}", self.language, based_on=based, version=self.of_pack.version)
        if self.how is not Standing.PACK:
            yield from self._about_base()
        yield ""
        if self.apart and self.base.has_news:
            yield from self._title("diff_own_title")
            yield from self._list(self.apart.own, "diff_own_none")
            yield from self._title("diff_news_title")
            yield from self._news_list(self.apart)
        else:
            yield from self._list(self.apart.own if self.apart else self.found, "diff_none")
        if self.dropped:
            yield from (text("diff_rules_dropped", self.language, values=", ".join(self.dropped)), "")
        if self.apart and self.base.has_news:
            yield text("diff_keep_after", self.language, command=self._command())

    def _about_base(self) -> Iterator[str]:
        """Where the untouched copy is, or why there is none to go by, and what to do."""
        trouble = self.base.trouble
        if trouble is None:
            yield text("diff_base_kept", self.language, file=str(self.base.file))
            return
        if trouble is not Trouble.NOT_NOTED:  # or else the standing has said it
            yield trouble_in_words(trouble, self.base, self.language)
        if self.apart is None:
            yield text("diff_not_apart", self.language)
        if self.own.path.name == f"{self.own.id}.docx" and self.how is not Standing.NEWER:
            yield text("diff_keep_now" if self.apart else "diff_keep_later", self.language, command=self._command())

    def _command(self) -> str:
        folder = str(self.own.path.parent)
        quoted = f'"{folder}"' if " " in folder else folder
        return f"indplan template export {self.own.id} --keep-own --to {quoted}"

    def _title(self, key: str) -> Iterator[str]:
        title = text(key, self.language)
        yield title
        yield "=" * len(title)

    def _list(self, found: Comparison, none: str) -> Iterator[str]:
        if not found.differences:
            yield from (text(none, self.language), "")
        for difference in found.differences:
            yield from self._change(difference)
            yield ""
        yield from self._values(found, "diff_values")

    def _news_list(self, found: Apart) -> Iterator[str]:
        if not found.news:
            yield from (text("diff_news_none", self.language), "")
        for one in found.news:
            yield from self._change(one.difference)
            yield from (f"    {mark}" for mark in self._marks(one))
            yield ""
        yield from self._values(found.pack, "diff_news_values")

    def _marks(self, news: News) -> Iterator[str]:
        if news.already:
            kind = "removed" if news.difference.change is Change.REMOVED else "there"
            yield f"= {text(f'diff_already_{kind}', self.language)}"
        elif news.touches and news.touches.after:
            values = {"where": where(news.touches.after, self.language), "text": self._shown(news.touches.after)}
            yield f"! {text('diff_touches_changed', self.language, **values)}"
        elif news.touches:
            yield f"! {text('diff_touches_removed', self.language)}"

    def _change(self, difference: Difference) -> Iterator[str]:
        yield headline(difference, self.language)
        if difference.before:
            yield f"    - {self._shown(difference.before)}"
        if difference.after:
            yield f"    + {self._shown(difference.after)}"

    def _values(self, found: Comparison, key: str) -> Iterator[str]:
        for end, values in (("gone", found.values_gone), ("new", found.values_new)):
            if values:
                yield from (text(f"{key}_{end}", self.language, values=", ".join(values)), "")

    def _shown(self, place: Place) -> str:
        level = f" ({text('diff_level', self.language, level=place.level)})" if place.level else ""
        return f"{place.text.strip()}{level}"


def headline(difference: Difference, language: MessageLanguage) -> str:
    """What became of which kind of paragraph, and where it is found."""
    place = difference.after or difference.before
    what = text(f"diff_{difference.change.value}_{difference.subject.value}", language)
    return f"{what}, {where(place, language)}" if place else what


def trouble_in_words(trouble: Trouble, base: Base, language: MessageLanguage) -> str:
    """Why the untouched copy of what a template was made of is of no use."""
    file = f"{base.file.parent.name}/{base.file.name}" if base.file else ""
    return text(f"diff_base_{trouble.value}", language, file=file)
