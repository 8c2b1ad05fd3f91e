"""From a Word template to a Typst template: one walk over its trees, the control tags kept where they stand.

What comes out is Typst code that is itself a Jinja template: an array of paragraphs and tables for each section, which
``press.typ`` sets. What the walk does not know, it refuses, once, when the template is compiled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from indplan_docs.errors import TemplateFault
from indplan_docs.pdf.embedded.inline import Inline, Piece, code_of, content_of
from indplan_docs.pdf.embedded.lists import Lists
from indplan_docs.pdf.embedded.looks import Looks
from indplan_docs.pdf.embedded.pictures import Pictures
from indplan_docs.pdf.embedded.plan import Plan
from indplan_docs.pdf.embedded.refusal import Refused, is_on, local, points, value
from indplan_docs.pdf.embedded.source import dictionary, number
from indplan_docs.pdf.embedded.styles import Styles
from indplan_docs.pdf.embedded.tables import Tables
from indplan_docs.pdf.embedded.tokens import END, FACT, NOTE, PAGE, PARAGRAPH, PIECE
from indplan_docs.word import Template, gate
from indplan_docs.word.package import DOCUMENT, WORD, Package
from indplan_docs.word.structure import CAPTURES
from indplan_docs.word.tree import NUMBER, TAG_ELEMENT

_FOOTNOTES: Final = "word/footnotes.xml"
_SETTINGS: Final = "word/settings.xml"
_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SILENT: Final = frozenset({"bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd", "sectPr", "tcPr"})
_SHEET: Final = frozenset({
    "headerReference", "footerReference", "pgSz", "pgMar", "cols", "titlePg", "type", "docGrid", "formProt",
    "noEndnote", "paperSrc", "footnotePr", "endnotePr", "rtlGutter",
})  # fmt: skip
_NOTES: Final = ("footnotePr", "endnotePr")  # whatever they say is not Word's ordinary way
_WORD_2013: Final = 15
_KINDS: Final = ("default", "first", "even")


@dataclass(frozen=True, slots=True)
class Site:
    """A value that is printed: in which part and paragraph, and what the template says."""

    part: str
    paragraph: int
    expression: str


@dataclass(frozen=True, slots=True)
class Translation:
    """A Word template as a Typst template.

    Attributes:
        definitions: Typst code that defines its looks.
        plan: What the composer needs to know of them, and of the tables.
        sheets: For each section, its sheet as Typst code.
        rooms: For each section, how wide its text may be, in points.
        source: The headers, footers and body of each section with Jinja's tags, a sign between each two.
        sites: The values it prints; each tag names its own by number.
        files: The template's pictures, by the name that the code has for them.
    """

    definitions: str
    plan: Plan
    sheets: tuple[str, ...]
    rooms: tuple[float, ...]
    source: str
    sites: tuple[Site, ...]
    files: Mapping[str, bytes]


def translate(template: Template) -> Translation:
    """Translate a template.

    Raises:
        TemplateFault: It holds something that the engine cannot set; names part, paragraph and element.
    """
    walk = _Walk(Package(template.source, template.name), template.trees(), tagged=True)
    captures = [block for block in template.blocks if block.kind in CAPTURES]
    if captures:  # what is printed elsewhere than where it stands
        raise Refused(f"{{% {captures[0].kind} %}}").fault(template.name, DOCUMENT)
    return walk.translated()


def refusals(opened: Package, trees: dict[str, etree._Element], *, tagged: bool) -> list[TemplateFault]:
    """Everything that the engine cannot set in a template, paragraph by paragraph; empty if it can set all.

    Args:
        opened: The template.
        trees: Its parts as trees, their paragraphs numbered.
        tagged: False if the tags in them stand as text: what hangs on the tags themselves is then not told.
    """
    walk = _Walk(opened, trees, tagged=tagged, told=[])
    try:
        walk.walked()
    except TemplateFault as error:  # of the whole: a style, a section
        return [*(walk.told or ()), error]
    return walk.told or []


def translate_finished(opened: Package) -> Translation:
    """Translate a Word file without tags; what looks like one is text.

    Raises:
        TemplateFault: It holds something that the engine cannot set, or traces of editing.
    """
    for part in opened.printed_parts():
        gate.admit(opened.parse(part), opened.name, part)
    return _Walk(opened, numbered_trees(opened), tagged=False).translated()


def numbered_trees(opened: Package) -> dict[str, etree._Element]:
    """The parts that print something as trees, tags as text, with the paragraphs' numbers."""
    trees = {part: opened.parse(part) for part in opened.printed_parts()}
    for root in trees.values():
        for number_, paragraph in enumerate(root.iter(f"{WORD}p"), start=1):
            paragraph.set(NUMBER, str(number_))
    return trees


@dataclass(slots=True)
class _Walk:
    opened: Package
    trees: dict[str, etree._Element]
    tagged: bool
    told: list[TemplateFault] | None = None
    part: str = field(init=False, default=DOCUMENT)
    sites: list[Site] = field(init=False, default_factory=list)
    files: dict[str, bytes] = field(init=False, default_factory=dict)
    lists: Lists = field(init=False)
    styles: Styles = field(init=False)
    looks: Looks = field(init=False)
    tables: Tables = field(init=False)
    running: dict[str, dict[str, str]] = field(init=False, default_factory=dict)
    inlines: dict[str, Inline] = field(init=False, default_factory=dict)
    sheets: list[str] = field(init=False, default_factory=list)
    rooms: list[float] = field(init=False, default_factory=list)

    def translated(self) -> Translation:
        pieces = self.walked()
        plan = Plan(self.looks.planned(), tuple(self.tables.tables), tuple(self.tables.rows), tuple(self.tables.cells))
        source = PIECE.join(pieces)
        return Translation(
            self.looks.definitions(), plan, tuple(self.sheets), tuple(self.rooms), source, tuple(self.sites), self.files
        )

    def walked(self) -> list[str]:
        """The headers, footers and body of each section.

        Raises:
            TemplateFault: There is something that the engine cannot set.
        """
        try:
            self.lists = Lists(self.opened)
            self.styles = Styles(self.opened, self.lists)
            self.looks = Looks(self.styles, self.lists)
            self.tables = Tables(self.styles, self, by_text=self._mode() < _WORD_2013)
            body = self.trees[DOCUMENT]
            inside = body if body.tag == f"{WORD}body" else body.find(f"{WORD}body")
            return self._sections(inside if inside is not None else body)
        except Refused as error:
            raise error.fault(self.opened.name, self.part) from None

    def _mode(self) -> int:
        """Which Word the file is to look as in."""
        settings = self.opened.parse(_SETTINGS) if _SETTINGS in self.opened.members else None
        for setting in () if settings is None else settings.iter(f"{WORD}compatSetting"):
            if value(setting, f"{WORD}name") == "compatibilityMode":
                return int(value(setting) or 0)
        return 0

    # --- sections and pages ---

    def _sections(self, body: etree._Element) -> list[str]:
        """The headers, footers and body of each section."""
        out: list[str] = []
        waiting: list[etree._Element] = []
        depth = 0
        for child in body:
            waiting.append(child)
            depth += _opens(child)
            own = child.find(f"{WORD}pPr/{WORD}sectPr") if child.tag == f"{WORD}p" else None
            end = child if child.tag == f"{WORD}sectPr" else own
            if end is None:
                continue
            if depth:
                raise Refused("sectPr", child)
            out += self._section(end, waiting)
            waiting = []
        if waiting:
            raise Refused("sectPr", body)
        return out

    def _section(self, properties: etree._Element, children: list[etree._Element]) -> list[str]:
        for item in properties:
            if local(item) not in _SHEET or (local(item) in _NOTES and len(item)):
                raise Refused(local(item), item)
        if self.sheets and (value(properties.find(f"{WORD}type")) or "nextPage") not in ("nextPage", "page"):
            raise Refused(f"section {value(properties.find(f'{WORD}type'))}", properties)
        self.sheets.append(dictionary(self._sheet(properties)))
        running = [self._running(properties, kind).get(name, "") for kind in ("header", "footer") for name in _KINDS]
        return [*running, self.blocks(children)]

    def _sheet(self, properties: etree._Element) -> dict[str, str]:
        size, margins = properties.find(f"{WORD}pgSz"), properties.find(f"{WORD}pgMar")
        columns = properties.find(f"{WORD}cols")
        if size is None or margins is None:
            raise Refused("pgSz", properties)
        if columns is not None and int(value(columns, f"{WORD}num") or 1) > 1:
            raise Refused("cols", columns)
        sides = {
            side: points(value(margins, f"{WORD}{side}"))
            for side in ("top", "bottom", "left", "right", "header", "footer")
        }
        sides["left"] += points(value(margins, f"{WORD}gutter"))
        sheet = {"width": number(points(value(size, f"{WORD}w"))), "height": number(points(value(size, f"{WORD}h")))}
        sheet |= {side: number(abs(length)) for side, length in sides.items()}
        self.rooms.append(points(value(size, f"{WORD}w")) - sides["left"] - sides["right"])
        settings = self.opened.parse(_SETTINGS) if _SETTINGS in self.opened.members else None
        even = settings is not None and is_on(settings.find(f"{WORD}evenAndOddHeaders"))
        sheet["different-first"] = "true" if is_on(properties.find(f"{WORD}titlePg")) else "false"
        sheet["different-even"] = "true" if even else "false"
        return sheet

    def _running(self, properties: etree._Element, kind: str) -> dict[str, str]:
        """The headers or footers of a section by kind; those it does not name it has from the section before."""
        known = self.running.setdefault(kind, {})
        targets = self.opened.relationships(DOCUMENT)
        for reference in properties.findall(f"{WORD}{kind}Reference"):
            part = targets.get(reference.get(_ID) or "", "")
            before, self.part = self.part, part
            known[reference.get(f"{WORD}type") or "default"] = self.blocks(list(self.trees[part]))
            self.part = before
        return known

    # --- blocks ---

    def blocks(self, children: Iterable[etree._Element], conditions: Iterable[etree._Element] = ()) -> str:
        """Paragraphs, tables and the tags between them."""
        out: list[str] = []
        layers = list(conditions)
        for child in children:
            try:
                out += self._block(child, layers)
            except Refused as error:
                if self.told is None:
                    raise
                self.told.append(error.fault(self.opened.name, self.part))
        return "\n".join(out)

    def _block(self, child: etree._Element, layers: list[etree._Element]) -> Iterator[str]:
        if child.tag == TAG_ELEMENT:
            yield _control(child)
        elif local(child) == "p":
            yield self._paragraph(child, layers)
        elif local(child) == "tbl":
            yield self.tables.table(child)
        elif local(child) == "sdt":
            yield self.blocks(content_of(child), layers)
        elif local(child) in ("customXml", "smartTag"):
            yield self.blocks(child, layers)
        elif local(child) not in _SILENT:
            raise Refused(local(child), child)

    def _paragraph(self, paragraph: etree._Element, conditions: list[etree._Element]) -> str:
        look = self.styles.look(paragraph, conditions)
        found = self._inline().read(paragraph, look, conditions)
        mark = ""
        if look.number is not None:
            key, at = look.number
            mark = f'"{{{{ {key!r}|_mark({at}) }}}}"'
        parts = _split_at_pages(found, paragraph)
        name = self.looks.paragraph(look)
        out = []
        for index, part in enumerate(parts):
            if index:
                out.append(PAGE)
            if part or len(parts) == 1:
                code = code_of(part, look, name, lambda run: self.looks.text(run, look))
                out.append(f"{PARAGRAPH}{name}{FACT}{mark}{FACT}{code}{END}")
                mark = ""
        return "".join(out)

    def _inline(self) -> Inline:
        if self.part not in self.inlines:
            self.inlines[self.part] = self._new_inline()
        return self.inlines[self.part]

    def _new_inline(self) -> Inline:
        targets = self.opened.relationships(self.part)
        contents = {name: self.opened.read(name) for name in targets.values() if name in self.opened.members}
        links = self.opened.relationships(self.part, outward=True)
        return Inline(
            self.styles, links, Pictures(targets, contents, self.files), self if self.tagged else None, self._footnote
        )

    def site(self, expression: str, element: etree._Element) -> str:
        """A value that is printed, as the tag to write."""
        paragraph = next(element.iterancestors(f"{WORD}p"), element)
        self.sites.append(Site(self.part, int(paragraph.get(NUMBER) or 0), expression))
        return f"{{{{ ({expression})|_printed({len(self.sites) - 1}) }}}}"

    def _footnote(self, reference: etree._Element) -> str:
        key = value(reference, f"{WORD}id")
        notes = self.trees.get(_FOOTNOTES)
        found = [] if notes is None else [n for n in notes if n.get(f"{WORD}id") == key]
        if not found:
            raise Refused("footnoteReference", reference)
        before, self.part = self.part, _FOOTNOTES
        content = self.blocks(list(found[0]))
        self.part = before
        return f"{NOTE}{content}{END}"


def _opens(child: etree._Element) -> int:
    text = (child.text or "") if child.tag == TAG_ELEMENT else ""
    word = text.removeprefix("{%").strip().split(" ")[0]
    return 1 if word in ("if", "for", "with") else -1 if word in ("endif", "endfor", "endwith") else 0


def _control(tag: etree._Element) -> str:
    text = tag.text or ""
    if text.startswith("{{"):
        raise Refused(text, tag)
    return text


def _split_at_pages(found: list[Piece], paragraph: etree._Element) -> list[list[Piece]]:
    parts: list[list[Piece]] = [[]]
    depth = 0
    for piece in found:
        if piece.kind == "page":
            if depth:
                raise Refused("br page", paragraph)
            parts.append([])
            continue
        if piece.kind == "tag":
            word = piece.text.removeprefix("{%").strip().split(" ")[0]
            depth += (word in ("if", "for", "with")) - (word in ("endif", "endfor", "endwith"))
        parts[-1].append(piece)
    return parts
