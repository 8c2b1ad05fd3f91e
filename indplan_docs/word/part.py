"""One part of a template, its body or a header, compiled: what no document changes is ready, the rest Jinja fills."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import CodeType
from typing import Any, Final

from jinja2 import Template as JinjaTemplate
from jinja2 import TemplateError, UndefinedError
from jinja2.exceptions import SecurityError
from lxml import etree

from indplan_docs.errors import TemplateFault
from indplan_docs.word import tree
from indplan_docs.word.budget import TooMuch, gathered
from indplan_docs.word.dialect import Source
from indplan_docs.word.faults import english, fault
from indplan_docs.word.grid import fit_grids, mend_emptied, number_pictures
from indplan_docs.word.harmless import Filter
from indplan_docs.word.layout import MARKS, Layout
from indplan_docs.word.names import Shape
from indplan_docs.word.package import DECLARATION
from indplan_docs.word.pictures import FIRST_NUMBER, Media
from indplan_docs.word.sandbox import Sandbox
from indplan_docs.word.structure import Block
from indplan_docs.word.values import Site, Unprintable, printer

PICTURES: Final = "_pictures"
"""The name by which a part's code finds the numbers of pictures."""

_EMPTIED: Final = re.compile(
    r"(?:</w:tcPr>|<w:tcPr/>|<w:tc(?: [^>]*)?>|</w:tbl>)\s*</w:tc>|(?:</w:tblGrid>|<w:tblGrid/>)\s*</w:tbl>"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a template that its maintainer should know: which problem, and where."""

    problem: str
    part: str
    paragraph: int
    text: str


@dataclass(frozen=True, slots=True)
class Options:
    """How a template is compiled: see `template.compile_template`."""

    fields: Shape = None
    filters: Mapping[str, Filter] | None = None
    missing: str | None = None
    clean: bool = False


@dataclass(frozen=True, slots=True)
class Compiled:
    """A part as it is compiled: plain values and code, which can be kept between runs.

    Attributes:
        name: Its name in the package.
        prefix: Its XML before what is filled.
        source: What is filled, as Jinja reads it.
        suffix: Its XML after that.
        sites: Every place where a value is printed.
        blocks: Every block, with the elements it stands in.
        findings: What the template's maintainer should know.
        dynamic: True if the part is not the same in all documents.
        grid_may_change: True if a table's grid must follow its cells.
        may_be_emptied: True if a table may lose all rows, or a cell all paragraphs.
        captures: True if what the template holds may be printed several times, or elsewhere.
        has_pictures: True if pictures of the template's own stand in it.
        unsettled: True if only the data decides the formatting of some text.
        code: The code that fills it.
    """

    name: str
    prefix: str
    source: Source
    suffix: str
    sites: tuple[Site, ...]
    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...]
    dynamic: bool
    grid_may_change: bool
    may_be_emptied: bool
    captures: bool
    has_pictures: bool
    unsettled: bool
    code: CodeType


def revived(kept: tuple[Any, ...]) -> Compiled:
    """A compiled part from the plain tuple that `dataclasses.astuple` made of it."""
    name, prefix, source, suffix, sites, blocks, findings, *rest = kept
    made = (tuple(Site(*site) for site in sites), tuple(Block(*block) for block in blocks))
    return Compiled(name, prefix, Source(*source), suffix, *made, tuple(Finding(*item) for item in findings), *rest)


class Part:
    """A compiled part, ready to be filled.

    Attributes:
        compiled: What was compiled.
    """

    def __init__(self, compiled: Compiled, template: str, environment: Sandbox, options: Options) -> None:
        self.compiled = compiled
        self._template = template
        own = environment_of(environment, compiled.sites, options)
        self._code = JinjaTemplate.from_code(own, compiled.code, own.make_globals(None), None)

    def render(self, context: Mapping[str, Any], media: Media) -> bytes:
        """The part's bytes for one document.

        Args:
            context: Plain values by name.
            media: Where the document's pictures are gathered.

        Raises:
            TemplateFault: A value is missing or cannot be printed where it is; names paragraph and tag.
        """
        compiled = self.compiled
        media.part, before = compiled.name, media.placed
        try:
            text = gathered(self._code.root_render_func(self._code.new_context({**context, PICTURES: media.numbers})))
        except Unprintable as error:
            site = compiled.sites[error.site]
            raise self._fault(error.problem, site.line, tag=site.expression, **error.values) from None
        except TemplateError as error:
            told = english(error) if isinstance(error, UndefinedError | SecurityError) else type(error).__name__
            raise self._fault("template_broken", self._line_of(error), tag=told) from None
        except (TooMuch, RecursionError, OverflowError, MemoryError) as error:
            raise self._fault("template_too_much", self._line_of(error)) from None
        except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError, RuntimeError) as error:
            raise self._fault("template_broken", self._line_of(error), tag=type(error).__name__) from None
        if compiled.unsettled and MARKS.search(text):
            text = Layout().read(text)
        whole = f"{compiled.prefix}{text}{compiled.suffix}"
        repeated = compiled.captures and (compiled.has_pictures or media.placed > before)
        if repeated or compiled.grid_may_change or (compiled.may_be_emptied and _EMPTIED.search(text)):
            return self._reshaped(whole, repeated=repeated)
        try:
            return f"{DECLARATION}{whole}".encode()
        except UnicodeEncodeError:  # half a character in the template's own text: everything else was looked at
            raise self._fault("template_broken", 1) from None

    def tree(self) -> etree._Element:
        """The part with its tags, as a tree: see `tree`."""
        return tree.grow(self.compiled.source, self.compiled.prefix, self.compiled.suffix)

    def _reshaped(self, xml: str, *, repeated: bool) -> bytes:
        try:
            root = etree.fromstring(xml)
        except etree.XMLSyntaxError:
            raise self._fault("template_broken", 1) from None
        if self.compiled.grid_may_change:
            fit_grids(root)
        if repeated:
            number_pictures(root, FIRST_NUMBER)
        mend_emptied(root)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _line_of(self, error: BaseException) -> int:
        line = getattr(error, "lineno", None)
        frames = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == "<template>"]
        return line or (self._code.get_corresponding_lineno(frames[-1] or 1) if frames else 1)

    def _fault(self, problem: str, line: int, **values: str | int) -> TemplateFault:
        return fault(problem, self._template, self.compiled.name, self.compiled.source, line, **values)


def environment_of(environment: Sandbox, sites: Sequence[Site], options: Options) -> Sandbox:
    """The environment of one part: what it prints passes its own sites."""
    own = environment.overlay()
    own.filters = environment.filters | {"_printed": printer(sites, options.missing), "_next": next}
    return own
