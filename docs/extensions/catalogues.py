"""Lists that the documentation takes from the code itself: kinds of finding, rules, errors with their exit codes.

```{catalogue} findings
```
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from indplan_docs.authoring.findings import CODES
from indplan_docs.authoring.wording import title, weight
from indplan_docs.checklists import all_rules
from indplan_docs.language import MessageLanguage
from indplan_docs.vocabulary import text

Row = tuple[str, ...]


def findings(language: MessageLanguage) -> Iterator[Row]:
    """Every kind of fault of a template."""
    yield tuple(text(f"docs_{name}", language) for name in ("code", "weight", "meaning"))
    for code in CODES.values():
        yield code.code, weight(code.weight, language), title(code, language)


def rules(language: MessageLanguage) -> Iterator[Row]:
    """Every rule of the checklists."""
    yield tuple(text(f"docs_{name}", language) for name in ("code", "weight", "meaning"))
    for rule in all_rules():
        yield rule.code, text(rule.severity.value, language), rule.title[language.value]


_LISTS: dict[str, Callable[[MessageLanguage], Iterator[Row]]] = {"findings": findings, "rules": rules}


class Catalogue(SphinxDirective):
    """One list as a table with a header row."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        head, *rows = _LISTS[self.arguments[0]](MessageLanguage(self.config.language))
        group = nodes.tgroup("", *(nodes.colspec(colwidth=width) for width in (1, 1, 6)), cols=len(head))
        group += nodes.thead("", _row(head))
        group += nodes.tbody("", *map(_row, rows))
        return [nodes.table("", group, classes=["catalogue"])]


def _row(cells: Row) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph(cell, cell)) for cell in cells))


def setup(app: Sphinx) -> dict[str, Any]:
    """Let the documentation show the lists."""
    app.add_directive("catalogue", Catalogue)
    return {"parallel_read_safe": True}
