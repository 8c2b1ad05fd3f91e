"""What independent programs say of a PDF file, for the tests: does it conform, does it speak, what does it hold."""

from __future__ import annotations

import io
import logging
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import outloud
import page
import pikepdf
import pypdf
import pypdfium2

HEADINGS = frozenset({"H", *(f"H{level}" for level in range(1, 7))})
CELLS = frozenset({"TH", "TD"})
INLINE = frozenset({"Span", "Link", "Em", "Strong", "Quote", "Code"})
NEW_LINE = 4.0  # points: more than a raised or lowered letter


def conforms(pdf: bytes, profile: str) -> list[str]:
    """What breaks the profile (``2a``, ``2b``, ``ua1``), by page-validation: rule and message; empty if it conforms."""
    return [
        f"{failure.rule_id}: {failure.message}" for failure in page.validate_pdf_bytes(pdf, profile=profile).failures
    ]


def speaks(pdf: bytes, *, warnings: bool = False) -> list[str]:
    """What a screen reader would stumble over, by outloud: its errors, and its warnings if asked for."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "file.pdf")
        path.write_bytes(pdf)
        result = outloud.check(str(path))
    grave = {"error", "warning"} if warnings else {"error"}
    found = [
        f"{finding.rule}: {finding.message}" + (f" [{finding.evidence}]" if finding.evidence else "")
        for finding in result.sorted_findings()
        if finding.severity in grave
    ]
    crashed = [f"{run.rule}: the rule crashed" for run in result.runs if run.status == "crashed"]
    return ([f"unreadable: {result.error}"] if result.error else []) + found + crashed


def text(pdf: bytes) -> str:
    """The text in the order it is painted, by pypdf; a form feed between pages."""
    with _quiet("pypdf"):
        return "\f".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def pages(pdf: bytes) -> list[str]:
    """The text of each page in the order it is painted, by PDFium."""
    return [sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(pdf)]


def fonts_embedded(pdf: bytes) -> dict[str, bool]:
    """Each font by name, without the prefix of its subset, and whether its file is inside."""
    fonts: dict[str, bool] = {}
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for entry in opened.objects:
            if not isinstance(entry, pikepdf.Dictionary) or entry.get("/Type") != "/Font" or "/BaseFont" not in entry:
                continue
            name = re.sub(r"^/(?:[A-Z]{6}\+)?", "", str(entry.BaseFont))
            owner = entry.DescendantFonts[0] if "/DescendantFonts" in entry else entry
            descriptor = owner.get("/FontDescriptor", {})
            inside = any(f"/FontFile{number}" in descriptor for number in ("", "2", "3"))
            fonts[name] = fonts.get(name, True) and (inside or entry.get("/Subtype") == "/Type3")
    return dict(sorted(fonts.items()))


def headings(pdf: bytes) -> list[str]:
    """The headings of the structure tree in order: ``H1 Plan``."""
    return [f"{part.role} {part.words()}" for part in structure(pdf).walk() if part.role in HEADINGS]


def tables(pdf: bytes) -> list[list[str]]:
    """The tables of the structure tree, a line for each row: ``TH/Column TD TD*2x1`` (columns x rows it spans)."""
    return [
        [
            " ".join(cell.shape() for cell in row.children if cell.role in CELLS)
            for row in table.walk()
            if row.role == "TR"
        ]
        for table in structure(pdf).walk()
        if table.role == "Table"
    ]


def outline(pdf: bytes) -> str:
    """The whole structure tree, a line for each element, indented, with the text that is directly in it."""
    return "\n".join(structure(pdf).lines())


@dataclass
class Part:
    """An element of the structure tree: its standard role, what it says itself, and the elements in it."""

    role: str
    attributes: dict[str, str] = field(default_factory=dict)
    spoken: str | None = None
    inside: list[Part | str] = field(default_factory=list)

    @property
    def children(self) -> list[Part]:
        return [part for part in self.inside if isinstance(part, Part)]

    def walk(self) -> Iterator[Part]:
        """This element and all in it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def words(self) -> str:
        """What is read aloud, with single spaces."""
        if self.spoken is not None:
            return self.spoken
        return _one_spaced("".join(_said(part) for part in self.inside))

    def shape(self) -> str:
        """A cell without its text: role, scope, and what it spans if it is more than one place."""
        wide, high = (self.attributes.get(name, "1") for name in ("ColSpan", "RowSpan"))
        scope = f"/{self.attributes['Scope']}" if "Scope" in self.attributes else ""
        return self.role + scope + (f"*{wide}x{high}" if (wide, high) != ("1", "1") else "")

    def lines(self, depth: int = 0) -> list[str]:
        own = _one_spaced("".join(part for part in self.inside if isinstance(part, str))) or self.spoken or ""
        head = f"{'  ' * depth}{self.shape()} {own}".rstrip()
        return [head, *(line for child in self.children for line in child.lines(depth + 1))]


def structure(pdf: bytes) -> Part:
    """The structure tree; an empty one if the file has none."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        root = opened.Root.get("/StructTreeRoot")
        if root is None:
            return Part("Document")
        tree = _Tree(opened, {str(k): str(v) for k, v in root.get("/RoleMap", {}).items()})
        parts = [part for kid in _many(root.get("/K")) for part in tree.read(kid, None) if isinstance(part, Part)]
        return parts[0] if len(parts) == 1 else Part("StructTreeRoot", inside=list(parts))


class _Tree:
    def __init__(self, opened: pikepdf.Pdf, roles: dict[str, str]) -> None:
        self.opened, self.roles = opened, roles
        self.marked: dict[tuple[int, int], dict[int, str]] = {}

    def read(self, kid: Any, sheet: Any) -> list[Part | str]:
        """An element with what is in it, or the text of marked content; objects such as links' areas say nothing."""
        if isinstance(kid, int):
            return [self.text(sheet, kid)]
        sheet = kid.get("/Pg", sheet)
        if kid.get("/Type") == "/MCR":
            return [self.text(kid.get("/Stm", sheet), int(kid.MCID))]
        if kid.get("/Type") == "/OBJR" or "/S" not in kid:
            return []
        inside = [part for child in _many(kid.get("/K")) for part in self.read(child, sheet)]
        spoken = next((str(kid[key]) for key in ("/ActualText", "/Alt") if key in kid), None)
        return [Part(self.role(str(kid.S)), _attributes(kid), spoken, inside)]

    def role(self, name: str) -> str:
        seen = {name}
        while (mapped := self.roles.get(name)) and mapped not in seen:
            name = mapped
            seen.add(name)
        return name.removeprefix("/")

    def text(self, owner: Any, number: int) -> str:
        if owner is None:
            return ""
        if owner.objgen not in self.marked:
            self.marked[owner.objgen] = _marked_text(owner)
        return self.marked[owner.objgen].get(number, "")


def _many(kids: Any) -> list[Any]:
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _attributes(element: Any) -> dict[str, str]:
    """The attributes that shape a table."""
    wanted = ("Scope", "ColSpan", "RowSpan")
    owners = [owner for owner in _many(element.get("/A")) if isinstance(owner, pikepdf.Dictionary)]
    return {k: str(owner[f"/{k}"]).removeprefix("/") for owner in owners for k in wanted if f"/{k}" in owner}


def _marked_text(owner: Any) -> dict[int, str]:
    """The text of each piece of marked content on a page, by its number; a space where a new line begins."""
    painted = _Painted({name: _letters(font) for name, font in owner.get("/Resources", {}).get("/Font", {}).items()})
    for operands, operator in pikepdf.parse_content_stream(owner):
        if step := painted.steps.get(str(operator)):
            step(*operands)
    return painted.found


class _Painted:
    """Follows a page's painting: what is marked, where text stands, and what it says."""

    def __init__(self, fonts: dict[str, tuple[int, dict[bytes, str]]]) -> None:
        self.fonts, self.found = fonts, dict[int, str]()
        self.marks: list[tuple[int | None, bool]] = [(None, False)]
        self.page, self.line, self.saved = pikepdf.Matrix(), pikepdf.Matrix(), list[pikepdf.Matrix]()
        self.font: tuple[int, dict[bytes, str]] = (1, {})
        self.last: float | None = None
        self.steps: dict[str, Callable[..., None]] = {
            "BDC": self.begin,
            "BMC": self.begin,
            "EMC": lambda: self.marks.pop() and None,
            "q": lambda: self.saved.append(self.page),
            "Q": lambda: setattr(self, "page", self.saved.pop()),
            "cm": lambda *six: setattr(self, "page", pikepdf.Matrix(*map(float, six)) @ self.page),
            "BT": lambda: setattr(self, "line", pikepdf.Matrix()),
            "Tm": lambda *six: setattr(self, "line", pikepdf.Matrix(*map(float, six))),
            "Td": self.move,
            "TD": self.move,
            "Tf": lambda name, _: setattr(self, "font", self.fonts.get(str(name), (1, {}))),
            "Tj": lambda string: self.show([string]),
            "TJ": self.show,
        }

    def begin(self, _: Any, facts: Any = None) -> None:
        number, spoken = self.marks[-1]
        if isinstance(facts, pikepdf.Dictionary):
            number = int(facts["/MCID"]) if "/MCID" in facts else number
            if "/ActualText" in facts and number is not None and not spoken:
                self.found[number] = self.found.get(number, "") + str(facts["/ActualText"])
                spoken = True
        self.marks.append((number, spoken))

    def move(self, right: Any, up: Any) -> None:
        self.line = pikepdf.Matrix().translated(float(right), float(up)) @ self.line

    def show(self, pieces: Any) -> None:
        number, spoken = self.marks[-1]
        if number is None:
            return
        height = (self.line @ self.page).f
        fresh, self.last = self.last is not None and abs(height - self.last) > NEW_LINE, height
        if not spoken:
            width, letters = self.font
            raw = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
            said = "".join(letters.get(raw[i : i + width], "\ufffd") for i in range(0, len(raw), width))
            self.found[number] = self.found.get(number, "") + (" " if fresh else "") + said


def _letters(font: Any) -> tuple[int, dict[bytes, str]]:
    """How many bytes a code of this font has, and what each means."""
    if "/ToUnicode" not in font:
        return 1, {bytes([code]): bytes([code]).decode("cp1252", "replace") for code in range(256)}
    table = bytes(font.ToUnicode.read_bytes())
    letters: dict[bytes, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, said in re.findall(rb"<([0-9A-Fa-f ]+)>\s*<([0-9A-Fa-f ]*)>", block):
            letters[bytes.fromhex(code.decode())] = _utf16(said)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, said, listed in re.findall(
            rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[(.*?)\])", block, re.DOTALL
        ):
            low, size = int(first, 16), len(first) // 2
            many = re.findall(rb"<([0-9A-Fa-f]*)>", listed)
            for step in range(int(last, 16) - low + 1):
                start = _utf16(many[step] if listed else said)
                letters[(low + step).to_bytes(size, "big")] = (
                    start if listed else start[:-1] + chr(ord(start[-1]) + step)
                )
    return (2 if font.get("/Subtype") == "/Type0" else 1), letters


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")


def _said(part: Part | str) -> str:
    if isinstance(part, str):
        return part
    return part.words() if part.role in INLINE else f" {part.words()} "


def _one_spaced(words: str) -> str:
    return re.sub(r"[ \t\n]+", " ", words).strip()


@contextmanager
def _quiet(name: str) -> Iterator[None]:
    """Without a library's warnings."""
    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)
