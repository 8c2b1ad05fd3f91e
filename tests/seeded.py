"""What the seeded-fault library is built of: a small template, and where its one fault is found."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from indplan_docs.authoring.findings import TemplateFinding
from indplan_docs.authoring.lint import lint
from indplan_docs.language import Language
from tests.template_files import styles, template_in, word_file
from tests.word_templates import p, tr

SV, NB, NN = Language.SV, Language.NB, Language.NN
WHOLE = "the file as a whole"
BOLD = "<w:b/>"


@dataclass
class Seeded:
    """A template, and where a fault is found in it: the text of each paragraph; none for a near miss."""

    name: str
    code: str
    body: str
    at: list[str] = field(default_factory=list)
    language: Language = SV
    parts: dict[str, str] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)
    tag: str | None = None
    values: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def findings(self) -> list[TemplateFinding]:
        """Those of its code."""
        data = word_file(self.body, self.language, parts=self.parts, members=self.members)
        return [found for found in lint(data, template_in(self.language)) if found.code.code == self.code]


def style(key: str, inside: str, *, kind: str = "paragraph", name: str = "") -> str:
    return (
        f'<w:style w:type="{kind}" w:styleId="{key}"><w:name w:val="{name or key}"/><w:rPr>{inside}</w:rPr></w:style>'
    )


def styled(key: str, *texts: str) -> str:
    return p(*texts, properties=f'<w:pStyle w:val="{key}"/>')


def with_styles(*more: str, language: str = "sv-SE", font: str = "Calibri") -> dict[str, str]:
    return {"word/styles.xml": styles(language, *more, font=font)}


def shaded(fill: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'


def change(kind: str, inside: str) -> str:
    return f'<w:{kind} w:id="9" w:author="A">{inside}</w:{kind}>'


def words(count: int) -> str:
    return " ".join(["ord"] * count) + "."


HEAD = "<w:trPr><w:tblHeader/></w:trPr>"
LOOP = (tr("{%tr for m in goals %}", ""), tr("{{ m.text }}", "{{ m.status|term }}"), tr("{%tr endfor %}", ""))
MARKED_HEAD = tr("Vad", "Vem").replace("<w:tr>", f"<w:tr>{HEAD}", 1)
