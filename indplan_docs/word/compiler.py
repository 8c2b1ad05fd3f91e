"""From a part's XML to a compiled part: tags understood, structure proved, names looked up, code made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType
from typing import Final, NoReturn

from jinja2 import TemplateSyntaxError, nodes
from lxml import etree

from indplan_docs.word import dialect, gate, metadata, tree
from indplan_docs.word.dialect import Source
from indplan_docs.word.faults import english, fault
from indplan_docs.word.layout import Layout
from indplan_docs.word.names import unknown_names
from indplan_docs.word.package import DOCUMENT, Package
from indplan_docs.word.part import PICTURES, Compiled, Finding, Options, environment_of
from indplan_docs.word.sandbox import Sandbox, is_reserved
from indplan_docs.word.structure import CAPTURES, Structure, examine, opens
from indplan_docs.word.taming import tame
from indplan_docs.word.values import Site

_PICTURE_ID: Final = re.compile(
    rf'(<wp:docPr(?: [\w:]+="(?:{dialect.TAG}|[^"])*+")*? id=")(?:{dialect.TAG}|[^"])*+(")', re.DOTALL
)
_TAGGED: Final = re.compile(r"\{[{%#]")
_NOTES: Final = re.compile(r"word/(footnotes|endnotes)\w*\.xml")
_WORD_TAG: Final = re.compile(r"unknown tag '(tr|tc|p|r)'")


def compile_part(opened: Package, name: str, environment: Sandbox, options: Options) -> Compiled:
    """Compile one part of a template.

    Raises:
        TemplateFault: It cannot work; names paragraph and tag.
    """
    return _Compiler(read_part(opened, name, clean=options.clean)).compile(environment, options)


@dataclass(frozen=True, slots=True)
class Read:
    """A part of a template, its tags found and its structure looked at, before any of its tags is understood.

    Attributes:
        template: What the template is called.
        name: The part's name in the package.
        prefix: Its XML before what is filled.
        body: The XML of what is filled.
        suffix: Its XML after that.
        source: What is filled, as Jinja reads it.
        structure: Its blocks, and where they fail.
    """

    template: str
    name: str
    prefix: str
    body: str
    suffix: str
    source: Source
    structure: Structure

    def tree(self) -> etree._Element:
        """The part with its tags, as a tree: see `tree`."""
        return tree.grow(self.source, self.prefix, self.suffix)

    def admit_blocks(self) -> None:
        """Refuse blocks that do not end, or that begin in one place of the tree and end in another.

        Raises:
            TemplateFault: There is one; names the first.
        """
        for wrong in self.structure.faults:
            self.refuse(wrong.problem, wrong.line, tag=wrong.tag, other=wrong.other)

    def refuse(self, problem: str, line: int, **values: str) -> NoReturn:
        """Refuse the part for what is on a line of its source.

        Raises:
            TemplateFault: Always.
        """
        raise fault(problem, self.template, self.name, self.source, line, **values) from None


def read_part(opened: Package, name: str, *, clean: bool = False) -> Read:
    """Read one part of a template, as `compile_part` does first.

    Raises:
        TemplateFault: It is no part of Word's, holds traces of editing, or tags that have no end.
    """
    root = opened.parse(name)
    gate.admit(root, opened.name, name)
    if clean:
        metadata.remove_revision_ids(root)
        metadata.remove_rule_bookmarks(root)
    xml = etree.tostring(root if _NOTES.fullmatch(name) else _without_blanks(root), encoding="unicode")
    gate.admit_tags(root, xml, opened.name, name)
    prefix, body, suffix = _around_body(xml) if name == DOCUMENT else ("", xml, "")
    return Read(opened.name, name, prefix, body, suffix, *_understood(body))


@lru_cache(maxsize=8)  # who looks at a template looks several times: for its faults, for what it covers
def _understood(body: str) -> tuple[Source, Structure]:
    source = dialect.translate(body)
    return source, examine(source)


class _Compiler:
    def __init__(self, read: Read) -> None:
        self._read, self._name, self._source = read, read.name, read.source
        self._sites: list[Site] = []

    def compile(self, environment: Sandbox, options: Options) -> Compiled:
        read, source, name, structure = self._read, self._source, self._name, self._read.structure
        read.admit_blocks()
        pictures = name == DOCUMENT and "<wp:docPr" in source.text
        grid_may_change = name == DOCUMENT and structure.grid_may_change
        changed = options.clean or pictures or grid_may_change or dialect.literal(source.text) != read.body
        beside = dialect.texts_beside_tags(source)
        code = self._code(environment, options, joins_runs=structure.joins_runs)
        return Compiled(
            name=name,
            prefix=read.prefix,
            source=source,
            suffix=read.suffix,
            sites=tuple(self._sites),
            blocks=tuple(structure.blocks),
            findings=tuple(Finding("text_beside_tag", name, number, text) for number, text in beside),
            dynamic=changed or bool(_TAGGED.search(source.text)),
            grid_may_change=grid_may_change,
            may_be_emptied=structure.may_be_emptied,
            captures=any(block.kind in CAPTURES for block in structure.blocks),
            has_pictures=pictures,
            unsettled=source.unsettled or any(site.unsettled for site in self._sites),
            code=code,
        )

    def _code(self, environment: Sandbox, options: Options, *, joins_runs: bool) -> CodeType:
        own = environment_of(environment, self._sites, options)
        try:
            source = self._with_sites(own, joins_runs=joins_runs)
            if self._name == DOCUMENT:
                source = _PICTURE_ID.sub(rf"\g<1>{{{{ {PICTURES}|_next }}}}\2", source)
            parsed = tame(own.parse(source), environment, dialect.literal)
            self._look_up(parsed, options)
            return own.compile(parsed)
        except TemplateSyntaxError as error:
            self._read.refuse(syntax_problem(error), error.lineno, tag=english(error))
        except (RecursionError, MemoryError, SyntaxError, ValueError):  # too deep, a number too long
            self._read.refuse("template_too_much", self._longest_line())

    def _with_sites(self, environment: Sandbox, *, joins_runs: bool) -> str:
        """The source with every ``{{ value }}`` passed through `values.printer` at its own site."""
        out: list[str] = []
        layout, captures = Layout(), _Captures(all_texts=joins_runs)
        inside: list[str] = []
        line = 0
        for number, kind, token in environment.lex(self._source.text):
            out.append(dialect.literal(token) if kind == "string" else token)
            if kind == "data":
                layout.read(token)
            elif kind in ("variable_begin", "block_begin"):
                layout.hole()
                inside, line = [], number + 1
                out[-1] += "(" if kind == "variable_begin" else ""
            elif kind == "block_end":
                captures.meet("".join(inside), layout.texts)
            elif kind == "variable_end":
                expression = "".join(inside).strip()
                if not expression:
                    raise TemplateSyntaxError("nothing between {{ and }}", line)
                out[-1] = f")|_printed({len(self._sites)}){token}"
                paragraph, _ = self._source.paragraph_at(line)
                self._sites.append(_site((self._name, line, paragraph, expression), layout, captures))
            else:
                inside.append(token)
                if kind == "name" and (token == PICTURES or is_reserved(token)):
                    raise TemplateSyntaxError(f"not_allowed {token}", number)
        return "".join(out)

    def _look_up(self, parsed: nodes.Template, options: Options) -> None:
        """Refuse the part if it names what no document has."""
        if not isinstance(options.fields, Mapping):
            return
        for unknown in unknown_names(parsed, {**options.fields, PICTURES: None}):
            problem = "template_unknown_name_near" if unknown.suggestion else "template_unknown_name"
            self._read.refuse(problem, unknown.line, tag=unknown.path, suggestion=unknown.suggestion)

    def _longest_line(self) -> int:
        """Where a template is too deep no line is told: it is as a rule the longest."""
        lines = self._source.text.split("\n")
        return 1 + max(range(len(lines)), key=lambda i: len(lines[i]))


def _around_body(xml: str) -> tuple[str, str, str]:
    start, end = xml.index("<w:body"), xml.rindex("</w:body>") + len("</w:body>")
    return xml[:start], xml[start:end], xml[end:]


class _Captures:
    """The macros and set blocks that a place of the source stands in: what they hold is printed elsewhere."""

    def __init__(self, *, all_texts: bool) -> None:
        self._begun: list[tuple[str, int]] = []
        self._all_texts = all_texts

    def meet(self, tag: str, texts: int) -> None:
        """A tag, and how many texts were opened before it."""
        kind = opens(tag)
        if kind in CAPTURES:
            self._begun.append((kind, texts))
        elif self._begun and tag.strip() == f"end{self._begun[-1][0]}":
            self._begun.pop()

    def hold(self, texts: int) -> bool:
        """True if one of them began in the text that is open now, or nothing is sure of any text."""
        return self._all_texts or any(texts == begun for _, begun in self._begun)


def _site(where: tuple[str, int, int, str], layout: Layout, captures: _Captures) -> Site:
    unsettled = layout.dynamic or (layout.place == "text" and captures.hold(layout.texts))
    place, formatting = layout.place, (layout.paragraph, layout.run)
    return Site(*where, place, *formatting, whole=layout.whole, unsettled=unsettled)


def _without_blanks(root: etree._Element) -> etree._Element:
    """Without the white space between elements that some programs write for people to read."""
    return etree.fromstring(etree.tostring(root), etree.XMLParser(remove_blank_text=True, resolve_entities=False))


def syntax_problem(error: TemplateSyntaxError) -> str:
    """Which sentence of the vocabulary tells what Jinja, or the sandbox, says of a tag."""
    message = error.message or ""
    if message.startswith("unknown_filter"):
        return "template_unknown_filter"
    if message.startswith("not_allowed"):
        return "template_not_allowed"
    if _WORD_TAG.search(message):
        return "template_tag_with_space"
    return "template_broken"
