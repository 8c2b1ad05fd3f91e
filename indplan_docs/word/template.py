"""A Word template compiled once: an immutable object that fills itself with data, a few hundred microseconds a letter.

Compiling reads the package, asks the dialect what the tags mean, proves the structure, looks every name up, and lays
ready the bytes that no document changes. Rendering runs Jinja's code over plain values and writes the changed parts.
"""

from __future__ import annotations

import itertools
import re
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from jinja2 import Template as JinjaTemplate
from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from lxml import etree

from indplan_docs.errors import TemplateFault
from indplan_docs.word import dialect, metadata, package
from indplan_docs.word.grid import fit_grids, mend_emptied, number_pictures
from indplan_docs.word.layout import MARKS, Layout
from indplan_docs.word.names import Shape, unknown_names
from indplan_docs.word.package import DECLARATION, DOCUMENT, WORD, Package, Writer
from indplan_docs.word.sandbox import Filter, Sandbox, TooMuch, gathered, is_reserved, new_budget, tame
from indplan_docs.word.structure import CAPTURES, Block, examine, opens
from indplan_docs.word.values import Site, Unprintable, printer

_PICTURES: Final = "_pictures"
_FIRST_PICTURE: Final = 1001
_PICTURE_ID: Final = re.compile(
    rf'(<wp:docPr(?: [\w:]+="(?:{dialect.TAG}|[^"])*+")*? id=")(?:{dialect.TAG}|[^"])*+(")', re.DOTALL
)
_TAGGED: Final = re.compile(r"\{[{%#]")
_TRACES: Final = {
    f"{WORD}ins": "template_tracked_changes",
    f"{WORD}del": "template_tracked_changes",
    f"{WORD}moveFrom": "template_tracked_changes",
    f"{WORD}moveTo": "template_tracked_changes",
    f"{WORD}rPrChange": "template_tracked_changes",
    f"{WORD}pPrChange": "template_tracked_changes",
    f"{WORD}sectPrChange": "template_tracked_changes",
    f"{WORD}tblPrChange": "template_tracked_changes",
    f"{WORD}trPrChange": "template_tracked_changes",
    f"{WORD}tcPrChange": "template_tracked_changes",
    f"{WORD}cellIns": "template_tracked_changes",
    f"{WORD}cellDel": "template_tracked_changes",
    f"{WORD}commentReference": "template_comments",
    f"{WORD}commentRangeStart": "template_comments",
}
_MARKS: Final = re.compile(r"(?P<paragraph><w:p(?=[ >/]))|(?P<begin>\{)(?:<[^>]*>)*[{%#]|[%}#](?:<[^>]*>)*\}")
_MERGED: Final = re.compile(r"\{%\s*[hv]m\s*%\}")
_ELEMENT: Final = re.compile(r"<[^>]*>")
_SPACES: Final = re.compile(r"\s{100}")
_MOST_STRAY: Final = 20  # begun tags without an end: finding what they could mean takes time that grows with the square
_LONGEST_TAG: Final = 4_000
_MOST_TAGS: Final = 10_000
_LONGEST_SHOWN: Final = 120
_EMPTIED: Final = re.compile(
    r"(?:</w:tcPr>|<w:tcPr/>|<w:tc(?: [^>]*)?>|</w:tbl>)\s*</w:tc>|(?:</w:tblGrid>|<w:tblGrid/>)\s*</w:tbl>"
)
_NOTES: Final = re.compile(r"word/(footnotes|endnotes)\w*\.xml")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a template that its maintainer should know: which problem, and where."""

    problem: str
    part: str
    paragraph: int
    text: str


def compile_template(
    source: bytes | Path,
    *,
    fields: Shape = None,
    filters: Mapping[str, Filter] | None = None,
    missing: str | None = None,
    clean: bool = False,
    name: str = "",
) -> Template:
    """Compile a Word template in docxtpl's tag language.

    Args:
        source: The .docx file, or its bytes.
        fields: What a document may hold: names to shapes (see `names.Shape`). With it, every path in the template is
            looked up; without it any plain mapping may be rendered, and an undefined name is an error then.
        filters: The filters that the template may use; the harmless ones of Jinja's own if None.
        missing: What is shown for a value that is not there, in a draft; None makes it an error.
        clean: Take the traces of editing out: revision ids, who wrote it, in which program.
        name: What to call the template in errors; the file's name if it is a path.

    Raises:
        TemplateFault: The file is no safe Word file, or its tags cannot work; names part, paragraph and tag.
    """
    return Template(source, fields=fields, filters=filters, missing=missing, clean=clean, name=name)


class Template:
    """A compiled template: immutable, shared by threads at will, pickled as its source.

    Attributes:
        sites: Every place where a value is printed.
        blocks: Every block, with the elements it stands in.
        findings: What its maintainer should know.
        title: The title that the file was given in Word.
    """

    def __init__(
        self,
        source: bytes | Path,
        *,
        fields: Shape = None,
        filters: Mapping[str, Filter] | None = None,
        missing: str | None = None,
        clean: bool = False,
        name: str = "",
    ) -> None:
        self._name = name or (source.name if isinstance(source, Path) else "template")
        try:
            data = source.read_bytes() if isinstance(source, Path) else source
        except OSError as error:
            raise TemplateFault("template_unreadable", template=self._name) from error
        self._source = data
        self._settings = {"fields": fields, "filters": filters, "missing": missing, "clean": clean, "name": self._name}
        opened = Package(data, self._name)
        self.title = metadata.title_of(opened.parse(metadata.CORE)) if metadata.CORE in opened.members else ""
        environment = Sandbox(filters, forgiving=missing is not None)
        parts = [_Part(opened, part, environment, missing, clean=clean) for part in _printed_parts(opened)]
        for part in parts:
            if fields is not None:
                part.look_up(fields)
        self._parts = tuple(part for part in parts if part.dynamic)
        self.sites: tuple[Site, ...] = tuple(site for part in parts for site in part.sites)
        self.blocks: tuple[Block, ...] = tuple(block for part in parts for block in part.blocks)
        self.findings: tuple[Finding, ...] = tuple(finding for part in parts for finding in part.findings)
        self._writer = Writer(_fixed_members(opened, parts, clean=clean))
        self._clean = clean

    def render(self, context: Mapping[str, object], properties: metadata.Properties | None = None) -> bytes:
        """A finished Word file.

        Args:
            context: Plain values by name: text, numbers, yes and no, lists and mappings of these.
            properties: What the file says of itself, for a template compiled ``clean``.

        Raises:
            TemplateFault: A name is undefined or a value cannot be printed where it is; names part, paragraph and tag.
        """
        new_budget()
        values = {**context, _PICTURES: itertools.count(_FIRST_PICTURE)}
        written = {part.name: part.render(values) for part in self._parts}
        if self._clean:
            written[metadata.CORE] = metadata.core_part(properties or metadata.Properties(self.title, ""))
        return self._writer.write(written)

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self._source, self._settings)


def _again(source: bytes, settings: dict[str, Any]) -> Template:
    return Template(source, **settings)


def _printed_parts(opened: Package) -> list[str]:
    related = [part for kind in ("header", "footer", "footnotes", "endnotes") for part in opened.related(kind)]
    return list(dict.fromkeys([DOCUMENT, *related]))


def _fixed_members(opened: Package, parts: list[_Part], *, clean: bool) -> list[package.Member]:
    """Every part that is the same in all documents; untouched ones as the bytes they came in."""
    changing = {part.name for part in parts if part.dynamic} | ({metadata.CORE} if clean else set())
    fixed = [member for name, member in opened.members.items() if name not in changing]
    return [_cleaned(opened, member) for member in fixed] if clean else fixed


def _cleaned(opened: Package, member: package.Member) -> package.Member:
    if member.name == metadata.APP:
        return package.deflated(member.name, metadata.EMPTY_APP)
    if not (member.name.startswith("word/") and member.name.endswith(".xml")) or b"rsid" not in opened.read(
        member.name
    ):
        return member
    root = opened.parse(member.name)
    metadata.remove_revision_ids(root)
    return package.deflated(member.name, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


class _Part:
    """One part of the template, compiled."""

    def __init__(self, opened: Package, name: str, environment: Sandbox, missing: str | None, *, clean: bool) -> None:
        self.name = name
        self._template_name = opened.name
        root = opened.parse(name)
        _refuse_strange_root(root, opened.name, name)
        _refuse_traces(root, opened.name, name)
        if clean:
            metadata.remove_revision_ids(root)
        xml = etree.tostring(root if _NOTES.fullmatch(name) else _without_blanks(root), encoding="unicode")
        _refuse_endless_tags(root, xml, opened.name, name)
        self._prefix, body, self._suffix = _around_body(xml) if name == DOCUMENT else ("", xml, "")
        self._source = dialect.translate(body)
        structure = examine(self._source)
        for fault in structure.faults:
            raise self._fault(fault.problem, fault.line, tag=fault.tag, other=fault.other)
        self.blocks = tuple(structure.blocks)
        pictures = name == DOCUMENT and "<wp:docPr" in self._source.text
        self._grid_may_change = name == DOCUMENT and structure.grid_may_change
        self._may_be_emptied = structure.may_be_emptied
        self._joins_runs = structure.joins_runs
        self._number_pictures = pictures and any(block.kind in CAPTURES for block in structure.blocks)
        changed = clean or pictures or self._grid_may_change or dialect.literal(self._source.text) != body
        self.dynamic = changed or bool(_TAGGED.search(self._source.text))
        self.findings = tuple(
            Finding("text_beside_tag", name, number, text) for number, text in dialect.texts_beside_tags(self._source)
        )
        self.sites: list[Site] = []
        self._compile(environment, missing)
        self._unsettled = self._source.unsettled or any(site.unsettled for site in self.sites)

    def look_up(self, fields: Shape) -> None:
        """Refuse the part if it names what no document has."""
        if not isinstance(fields, Mapping):
            return
        try:
            found = unknown_names(self._tree, {**fields, _PICTURES: None})
        except RecursionError:
            raise self._fault("template_too_much", self._longest_line()) from None
        for unknown in found:
            problem = "template_unknown_name_near" if unknown.suggestion else "template_unknown_name"
            raise self._fault(problem, unknown.line, tag=unknown.path, suggestion=unknown.suggestion)

    def render(self, values: dict[str, Any]) -> bytes:
        """The part's bytes for one document."""
        try:
            text = gathered(self._code.root_render_func(self._code.new_context(values)))
        except Unprintable as error:
            site = self.sites[error.site]
            raise self._fault(error.problem, site.line, tag=site.expression, **error.values) from None
        except TemplateError as error:
            told = _english(error) if isinstance(error, UndefinedError | SecurityError) else type(error).__name__
            raise self._fault("template_broken", self._line_of(error), tag=told) from None
        except (TooMuch, RecursionError, OverflowError, MemoryError) as error:
            raise self._fault("template_too_much", self._line_of(error)) from None
        except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError, RuntimeError) as error:
            raise self._fault("template_broken", self._line_of(error), tag=type(error).__name__) from None
        if self._unsettled and MARKS.search(text):
            text = Layout().read(text)
        whole = f"{self._prefix}{text}{self._suffix}"
        if self._grid_may_change or self._number_pictures or (self._may_be_emptied and _EMPTIED.search(text)):
            return self._reshape(whole)
        try:
            return f"{DECLARATION}{whole}".encode()
        except UnicodeEncodeError:  # half a character in the template's own text: everything else was looked at
            raise self._fault("template_broken", 1) from None

    def _reshape(self, xml: str) -> bytes:
        try:
            root = etree.fromstring(xml)
        except etree.XMLSyntaxError:
            raise self._fault("template_broken", 1) from None
        if self._grid_may_change:
            fit_grids(root)
        if self._number_pictures:
            number_pictures(root, _FIRST_PICTURE)
        mend_emptied(root)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _compile(self, environment: Sandbox, missing: str | None) -> None:
        own = environment.overlay()
        own.filters = environment.filters | {"_printed": printer(self.sites, missing), "_next": next}
        try:
            source = self._with_sites(own, self._source.text)
            if self.name == DOCUMENT:
                source = _PICTURE_ID.sub(rf"\g<1>{{{{ {_PICTURES}|_next }}}}\2", source)
            self._tree = tame(own.parse(source), environment, dialect.literal)
            code = own.compile(self._tree)
        except TemplateSyntaxError as error:
            raise self._fault(*_syntax_problem(error), error.lineno, tag=_english(error)) from None
        except (RecursionError, MemoryError, SyntaxError, ValueError) as error:  # too deep, a number too long
            raise self._fault("template_too_much", self._longest_line()) from error
        self._code = JinjaTemplate.from_code(own, code, own.make_globals(None), None)

    def _with_sites(self, environment: Sandbox, source: str) -> str:
        """The source with every ``{{ value }}`` passed through `values.printer` at its own site."""
        out: list[str] = []
        layout, captures = Layout(), _Captures(all_texts=self._joins_runs)
        inside: list[str] = []
        line = 0
        for number, kind, token in environment.lex(source):
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
                out[-1] = f")|_printed({len(self.sites)}){token}"
                paragraph, _ = self._source.paragraph_at(line)
                self.sites.append(_site((self.name, line, paragraph, expression), layout, captures))
            else:
                inside.append(token)
                if kind == "name" and (token == _PICTURES or is_reserved(token)):
                    raise TemplateSyntaxError(f"not_allowed {token}", number)
        return "".join(out)

    def _line_of(self, error: BaseException) -> int:
        line = getattr(error, "lineno", None)
        frames = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == "<template>"]
        return line or (self._code.get_corresponding_lineno(frames[-1] or 1) if frames else 1)

    def _fault(self, problem: str, line: int, **values: str | int) -> TemplateFault:
        paragraph, text = self._source.paragraph_at(line)
        where: dict[str, str | int] = {"template": self._template_name, "part": self.name, "paragraph": paragraph}
        told = {name: _on_one_line(value) for name, value in values.items() if value != ""}
        return TemplateFault(problem, **where, text=_on_one_line(text), **told)

    def _longest_line(self) -> int:
        """Where a template is too deep no line is told: it is as a rule the longest."""
        lines = self._source.text.split("\n")
        return 1 + max(range(len(lines)), key=lambda i: len(lines[i]))


def _around_body(xml: str) -> tuple[str, str, str]:
    start, end = xml.index("<w:body"), xml.rindex("</w:body>") + len("</w:body>")
    return xml[:start], xml[start:end], xml[end:]


def _refuse_strange_root(root: etree._Element, template: str, part: str) -> None:
    """Tags are looked for in elements as Word names them."""
    body = root.find(f"{WORD}body") if part == DOCUMENT else root
    if root.prefix != "w" or not str(root.tag).startswith(WORD) or body is None or not len(body):
        raise TemplateFault("template_not_word", template=template)


def _refuse_endless_tags(root: etree._Element, xml: str, template: str, part: str) -> None:
    """Tags that have no end, or none near, are told before anything tries to understand them."""
    paragraph = stray = tags = 0
    begun, problem = -1, ""
    for mark in _MARKS.finditer(xml):
        if mark["paragraph"]:
            paragraph += 1
            continue
        stray += (begun >= 0) == bool(mark["begin"])
        if not mark["begin"] and begun >= 0:
            tag, tags = _ELEMENT.sub("", xml[begun : mark.end()]), tags + 1
            too_much = tags > _MOST_TAGS or len(tag) > _LONGEST_TAG or _SPACES.search(tag)
            problem = "template_too_much" if too_much else ""
        begun = mark.start() if mark["begin"] else -1
        if problem or stray > _MOST_STRAY:
            break
    else:
        paragraph = _merged_without_properties(root)
        if not paragraph:
            return
    number = max(paragraph, 1)
    shown = next(itertools.islice(root.iter(f"{WORD}p"), number - 1, None), root).xpath("string()")
    text = _on_one_line(str(shown))
    where: dict[str, str | int] = {"template": template, "part": part, "paragraph": number, "text": text}
    raise TemplateFault(problem or "template_broken", **where, **({} if problem else {"tag": "{{ {% }} %}"}))


def _merged_without_properties(root: etree._Element) -> int:
    """The number of a paragraph with ``vm`` or ``hm`` whose cell has no properties to write that in; 0 if none."""
    for number, paragraph in enumerate(root.iter(f"{WORD}p"), start=1):
        if not _MERGED.search("".join(str(t.text or "") for t in paragraph.iter(f"{WORD}t"))):
            continue
        cell = next(paragraph.iterancestors(f"{WORD}tc"), None)
        if cell is not None and (cell[0].tag != f"{WORD}tcPr" or not len(cell[0])):
            return number
    return 0


def _refuse_traces(root: etree._Element, template: str, part: str) -> None:
    """Tracked changes and comments would go out with the letter, deleted text among them."""
    for element in root.iter(*_TRACES):
        raise TemplateFault(_TRACES[str(element.tag)], template=template, part=part)


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


def _syntax_problem(error: TemplateSyntaxError) -> tuple[str]:
    message = error.message or ""
    if message.startswith("unknown_filter"):
        return ("template_unknown_filter",)
    if message.startswith("not_allowed"):
        return ("template_not_allowed",)
    if re.search(r"unknown tag '(tr|tc|p|r)'", message):
        return ("template_tag_with_space",)
    return ("template_broken",)


def _on_one_line(value: str | int) -> str | int:
    """A value as a message shows it: short."""
    return " ".join(value.split())[:_LONGEST_SHOWN] if isinstance(value, str) else value


def _english(error: TemplateError) -> str:
    return (error.message or type(error).__name__).removeprefix("unknown_filter ").removeprefix("not_allowed ")
