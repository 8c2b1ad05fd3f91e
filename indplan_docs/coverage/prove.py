"""The proof: every rule of a template's checklist, and every field of it, against what the template prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from indplan_docs import catalogue
from indplan_docs.checklists import Rule, rules_for
from indplan_docs.coverage.claims import Claims
from indplan_docs.coverage.expressions import Reader
from indplan_docs.coverage.facts import EACH, Facts, Known
from indplan_docs.coverage.paths import Shown, shown_in
from indplan_docs.coverage.results import Coverage, FieldCoverage, Gap, RuleCoverage, Why
from indplan_docs.coverage.visible import hidden_styles, sure_parts
from indplan_docs.errors import Severity
from indplan_docs.language import Framework
from indplan_docs.word.package import Package
from indplan_docs.word.places import Place, places_in


def coverage(
    template: catalogue.Template, content: bytes | None = None, *, every_field: bool = True
) -> tuple[Coverage, ...]:
    """A template against the checklist of each framework that it serves.

    Args:
        template: Which template.
        content: The Word file, where it is not to be read anew.
        every_field: Look also for fields that no rule concerns and that are not always printed.

    Raises:
        TemplateFault: The file cannot be read as a template.
    """
    read = template.read() if content is None else content
    return tuple(_coverage(read, template, framework, every_field) for framework in template.frameworks)


def dropped(template: catalogue.Template, framework: Framework) -> tuple[RuleCoverage, ...]:
    """The required rules of a framework that a template does not cover.

    Raises:
        TemplateFault: The file cannot be read as a template.
    """
    return _dropped(template.read(), template, framework)


@lru_cache(maxsize=64)
def _coverage(content: bytes, template: catalogue.Template, framework: Framework, every_field: bool) -> Coverage:
    proof = _proof(content, template, framework)
    rules = tuple(proof.rule(rule) for rule in rules_for(template.document, framework))
    asked = {path for rule in rules for field in rule.fields for path in (field.path, f"{field.path}{EACH}")}
    unprinted = tuple(proof.unprinted(asked)) if every_field else ()
    return Coverage(template.id, template.document, framework, template.language, rules, unprinted)


@lru_cache(maxsize=64)
def _dropped(content: bytes, template: catalogue.Template, framework: Framework) -> tuple[RuleCoverage, ...]:
    proof = _proof(content, template, framework)
    required = (rule for rule in rules_for(template.document, framework) if rule.severity is Severity.REQUIRED)
    return tuple(found for rule in required if not (found := proof.rule(rule)).covered)


def _proof(content: bytes, template: catalogue.Template, framework: Framework) -> _Proof:
    """The source is the key: a template that Word has saved anew is followed anew."""
    facts = Facts(template.document, framework, template.language)
    opened, shown = _followed(content, template.name, template.document)
    return _Proof(facts, Claims(facts, shown), opened)


@lru_cache(maxsize=8)
def _followed(content: bytes, name: str, document: str) -> tuple[Package, tuple[Shown, ...]]:
    """A Word file, and what it shows whatever the framework."""
    opened = Package(content, name)
    reader, hidden = Reader(Facts(document)), hidden_styles(opened)
    return opened, tuple(one for part in sure_parts(opened) for one in shown_in(opened, part, reader, hidden))


class _Proof:
    def __init__(self, facts: Facts, claims: Claims, opened: Package) -> None:
        self._facts, self._claims, self._opened = facts, claims, opened
        self._places: dict[str, tuple[Place, ...]] = {}

    def rule(self, rule: Rule) -> RuleCoverage:
        fields = [self._field(path) for path in rule.fields]
        if rule.printed and not fields:
            fields.append(self._text(rule))
        return RuleCoverage(rule, tuple(fields))

    def unprinted(self, asked: set[str]) -> Iterator[FieldCoverage]:
        """The values that no rule asks for and that are not printed whenever they are there."""
        for known in self._facts.values.values():
            if known.field is None or known.field.steers or known.is_whole:
                continue
            path = f"{known.path}{EACH}" if known.many else known.path
            if path not in asked and (gap := self._claims.gap(path)):
                yield FieldCoverage(path, self._where(self._claims.sites(path)), gap)

    def _field(self, path: str) -> FieldCoverage:
        known = self._facts.at(path)
        if known is not None and known.field is not None and known.field.steers:
            return FieldCoverage(path, steers=True)
        leaves, every = self._leaves(path, known)
        gaps = [self._claims.gap(leaf) for leaf in leaves]
        missing = [gap for gap in gaps if gap is not None]
        covered = not missing if every else len(missing) < len(gaps)
        places = self._where(one for leaf in leaves for one in self._claims.telling(leaf))
        if covered:
            return FieldCoverage(path, places)
        return FieldCoverage(path, places, missing[0] if missing else Gap(Why.NOWHERE, path))

    def _leaves(self, path: str, known: Known | None) -> tuple[list[str], bool]:
        """The values that a field is printed by, and whether all of them must be.

        A thing with fields of its own is printed by those it cannot be without; if there are none, by any.
        """
        if known is None or not known.is_whole:
            return [f"{path}{EACH}" if known is not None and known.many else path], True
        inner = [self._facts.values[name] for name in known.inside]
        plain = [one for one in inner if one.field is not None and not one.is_whole]
        needed = [one for one in plain if one.field is not None and one.field.required]
        return [f"{one.path}{EACH}" if one.many else one.path for one in needed or plain], bool(needed)

    def _text(self, rule: Rule) -> FieldCoverage:
        """The text of the template's own that answers a rule."""
        gap = self._claims.text_gap(rule.code)
        places = self._where(self._claims.texts(rule.code))
        if gap is None and rule.bare_headings:
            saying = [
                one
                for one in self._claims.values()
                if (rule.code in one.rules or self._place(one).level) and not self._is_plain(one)
            ]
            if saying:
                return FieldCoverage("", self._where(saying), Gap(Why.HEADING, saying[0].path))
        return FieldCoverage("", places, gap)

    def _is_plain(self, one: Shown) -> bool:
        """True for a value of a closed list: it says nothing of anybody's own."""
        known = self._facts.at(one.path)
        return known is not None and known.field is not None and known.field.enum is not None

    def _where(self, shown: Iterable[Shown]) -> tuple[Place, ...]:
        return tuple(dict.fromkeys(self._place(one) for one in shown))

    def _place(self, one: Shown) -> Place:
        if one.part not in self._places:
            self._places[one.part] = places_in(self._opened, one.part)
        return self._places[one.part][one.paragraph - 1].discreet()
