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
from jinja2 import TemplateError, TemplateSyntaxError
from lxml import etree

from indplan_docs.errors import TemplateFault
from indplan_docs.word import dialect, metadata, package
from indplan_docs.word.grid import fit_grids, mend_emptied
from indplan_docs.word.names import Shape, unknown_names
from indplan_docs.word.package import DECLARATION, DOCUMENT, WORD, Package, Writer
from indplan_docs.word.sandbox import Filter, Sandbox, TooMuch, counted_from_zero, tame
from indplan_docs.word.structure import Block, examine
from indplan_docs.word.values import Site, Unprintable, printer

_PICTURES: Final = "_pictures"
_FIRST_PICTURE: Final = 1001
_PICTURE_ID: Final = re.compile(r'(<wp:docPr [^>]*?\bid=")[^"]*(")')
_TAGGED: Final = re.compile(r"\{[{%#]")
_PROPERTIES: Final = re.compile(r"<w:(pPr|rPr)>.*?</w:\1>", re.DOTALL)
_TRACES: Final = {
    f"{WORD}ins": "template_tracked_changes",
    f"{WORD}del": "template_tracked_changes",
    f"{WORD}moveFrom": "template_tracked_changes",
    f"{WORD}moveTo": "template_tracked_changes",
    f"{WORD}commentReference": "template_comments",
}
_EMPTIED: Final = re.compile(
    r"</w:tcPr></w:tc>|<w:tc(?: [^>]*)?></w:tc>|</w:tbl></w:tc>|</w:tblGrid></w:tbl>|<w:tblGrid/></w:tbl>"
)
_IN_TEXT: Final = re.compile(r"<w:t(?: [^>]*)?>[^<]*$")
_CONTEXT: Final = 20_000  # characters of XML before a tag that can hold its paragraph's beginning


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
        counted_from_zero()
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
        _refuse_traces(root, opened.name, name)
        if clean:
            metadata.remove_revision_ids(root)
        xml = etree.tostring(root, encoding="unicode")
        self._prefix, body, self._suffix = _around_body(xml) if name == DOCUMENT else ("", xml, "")
        self._source = dialect.translate(body)
        self.dynamic = bool(_TAGGED.search(self._source.text)) or clean
        structure = examine(self._source)
        for fault in structure.faults:
            raise self._fault(fault.problem, fault.line, tag=fault.tag, other=fault.other)
        self.blocks = tuple(structure.blocks)
        self._grid_may_change = name == DOCUMENT and structure.grid_may_change
        self._may_be_emptied = structure.may_be_emptied
        self.findings = tuple(
            Finding("text_beside_tag", name, number, text) for number, text in dialect.texts_beside_tags(self._source)
        )
        self.sites: list[Site] = []
        self._compile(environment, missing)

    def look_up(self, fields: Shape) -> None:
        """Refuse the part if it names what no document has."""
        if not isinstance(fields, Mapping):
            return
        for unknown in unknown_names(self._tree, {**fields, _PICTURES: None}):
            problem = "template_unknown_name_near" if unknown.suggestion else "template_unknown_name"
            raise self._fault(problem, unknown.line, tag=unknown.path, suggestion=unknown.suggestion)

    def render(self, values: dict[str, Any]) -> bytes:
        """The part's bytes for one document."""
        try:
            text = "".join(self._code.root_render_func(self._code.new_context(values)))
        except Unprintable as error:
            site = self.sites[error.site]
            raise self._fault(error.problem, site.line, tag=site.expression, **error.values) from None
        except TemplateError as error:
            raise self._fault("template_broken", self._line_of(error), tag=_english(error)) from None
        except (TooMuch, RecursionError, OverflowError) as error:
            raise self._fault("template_too_much", self._line_of(error)) from None
        except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
            raise self._fault("template_broken", self._line_of(error), tag=type(error).__name__) from None
        whole = f"{self._prefix}{text}{self._suffix}"
        if self._grid_may_change or (self._may_be_emptied and _EMPTIED.search(text)):
            return self._reshape(whole)
        return f"{DECLARATION}{whole}".encode()

    def _reshape(self, xml: str) -> bytes:
        root = etree.fromstring(xml)
        if self._grid_may_change:
            fit_grids(root)
        mend_emptied(root)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _compile(self, environment: Sandbox, missing: str | None) -> None:
        own = environment.overlay()
        own.filters = environment.filters | {"_printed": printer(self.sites, missing), "_next": next}
        source = self._source.text
        if self.name == DOCUMENT:
            source = _PICTURE_ID.sub(rf"\g<1>{{{{ {_PICTURES}|_next }}}}\2", source)
        try:
            self._tree = tame(own.parse(self._with_sites(own, source)), environment, dialect.literal)
            code = own.compile(self._tree)
        except TemplateSyntaxError as error:
            raise self._fault(*_syntax_problem(error), error.lineno, tag=_english(error)) from None
        except (RecursionError, MemoryError) as error:
            raise self._fault("template_too_much", 1) from error
        self._code = JinjaTemplate.from_code(own, code, own.make_globals(None), None)

    def _with_sites(self, environment: Sandbox, source: str) -> str:
        """The source with every ``{{ value }}`` passed through `values.printer` at its own site."""
        out: list[str] = []
        xml, line = "", 0
        expression: list[str] | None = None
        for number, kind, token in environment.lex(source):
            if kind == "variable_begin":
                expression, line = [], number
                out.append(f"{token}(")
            elif kind == "variable_end":
                site = _site(self.name, line, "".join(expression or ()).strip(), xml)
                out.append(token if site.expression.startswith(_PICTURES) else f")|_printed({len(self.sites)}){token}")
                if site.expression.startswith(_PICTURES):
                    out[-1] = f"){token}"
                else:
                    self.sites.append(site)
                expression = None
            else:
                out.append(token)
                if kind == "data":
                    xml = (xml + token)[-_CONTEXT:]
                elif expression is not None:
                    expression.append(token)
        return "".join(out)

    def _line_of(self, error: BaseException) -> int:
        line = getattr(error, "lineno", None)
        frames = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == "<template>"]
        return line or (self._code.get_corresponding_lineno(frames[-1] or 1) if frames else 1)

    def _fault(self, problem: str, line: int, **values: str | int) -> TemplateFault:
        paragraph, text = self._source.paragraph_at(line)
        where: dict[str, str | int] = {"template": self._template_name, "part": self.name, "paragraph": paragraph}
        shown = " ".join(text.split())[:120]
        return TemplateFault(problem, **where, text=shown, **{k: v for k, v in values.items() if v != ""})


def _around_body(xml: str) -> tuple[str, str, str]:
    start, end = xml.index("<w:body"), xml.rindex("</w:body>") + len("</w:body>")
    return xml[:start], xml[start:end], xml[end:]


def _refuse_traces(root: etree._Element, template: str, part: str) -> None:
    """Tracked changes and comments would go out with the letter, deleted text among them."""
    for element in root.iter(*_TRACES):
        raise TemplateFault(_TRACES[str(element.tag)], template=template, part=part)


def _site(part: str, line: int, expression: str, xml: str) -> Site:
    opened, closed = xml.rfind("<"), xml.rfind(">")
    between = "text" if _IN_TEXT.search(xml) else "runs"
    place = "attribute" if opened > closed else between
    paragraph = xml[max(xml.rfind("<w:p>"), xml.rfind("<w:p ")) :]
    run = paragraph[max(paragraph.rfind("<w:r>"), paragraph.rfind("<w:r ")) :]
    return Site(part, line, expression, place, _properties(paragraph, "pPr"), _properties(run, "rPr"))


def _properties(xml: str, name: str) -> str:
    found = next((m for m in _PROPERTIES.finditer(xml) if m[1] == name), None)
    return found[0] if found else ""


def _syntax_problem(error: TemplateSyntaxError) -> tuple[str]:
    message = error.message or ""
    if message.startswith("unknown_filter"):
        return ("template_unknown_filter",)
    if message.startswith("not_allowed"):
        return ("template_not_allowed",)
    if re.search(r"unknown tag '(tr|tc|p|r)'", message):
        return ("template_tag_with_space",)
    return ("template_broken",)


def _english(error: TemplateError) -> str:
    return (error.message or type(error).__name__).removeprefix("unknown_filter ").removeprefix("not_allowed ")
