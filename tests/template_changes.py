"""Pack templates changed as a maintainer could change them: tags taken away, a text deleted, a condition added.

The tags are followed here by themselves, without the library: a check on how the library follows them.
"""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from indplan_docs.catalogue import Template
from indplan_docs.models import DOCUMENTS
from indplan_docs.models.fields import fields_of

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_NAME = re.compile(r"(?<![\w.'\"|])[a-z_]\w*(?:\.\w+)*(?!['\"\w])")
_LOOP = re.compile(r"\{%(?:p|tr|tc|r)? for (\w+) in ([\w.]+)")
_PRINTED = re.compile(r"word/(document|header\d|footer\d)\.xml")
_PARAGRAPH = re.compile(r"<w:p[ >](?:(?!<w:p[ >]).)*?</w:p>", re.DOTALL)


def changed(template: Template, change: Callable[[str], str], folder: Path) -> Template:
    """A template with the XML of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(template.path) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(content.decode()).encode() if _PRINTED.fullmatch(name) else content)
    path = folder / f"{template.id}.docx"
    path.write_bytes(out.getvalue())
    return dataclasses.replace(template, path=path)


def without_field(template: Template, path: str, folder: Path) -> Template:
    """A template that neither prints a field, or anything inside it, nor shows anything else because of it."""
    return changed(template, lambda xml: _without(xml, template.document, path), folder)


def without_bookmark(template: Template, rule: str, folder: Path, *, only: str = "") -> Template:
    """A template without the paragraphs that answer a rule; ``only`` takes away one bookmark's, by its name's end."""
    name = re.escape(f'w:name="rule_{rule.replace("-", "_")}{only}"') if only else _bookmark(rule)

    def change(xml: str) -> str:
        return _PARAGRAPH.sub(lambda found: "" if re.search(name, found[0]) else found[0], xml)

    return changed(template, change, folder)


def _bookmark(rule: str) -> str:
    return rf'w:name="rule_{rule.replace("-", "_")}(_\d)?"'


def _without(xml: str, document: str, path: str) -> str:
    """Tags that print it are taken away; in conditions it becomes ``draft``, which is the same in every document."""
    wanted = {"secrecy_marking": "marking"}.get(path, path)
    known = set(fields_of(DOCUMENTS[document])) | {"marking"}
    names: list[tuple[str, str]] = []

    def resolved(name: str) -> str:
        first, _, rest = name.partition(".")
        for own, item in reversed(names):
            if own == first:
                return f"{item}.{rest}" if rest else item
        return name if first in known else ""

    def is_it(name: str) -> bool:
        found = resolved(name)
        return found == wanted or found.startswith((f"{wanted}.", f"{wanted}[]"))

    def tag(found: re.Match[str]) -> str:
        text = found[0]
        if text.startswith("{{"):
            return "" if any(is_it(name) for name in _NAME.findall(text)) else text
        loop = _LOOP.match(text)
        if loop:
            names.append((loop[1], f"{resolved(loop[2])}[]"))
            return text
        if "endfor" in text:
            names.pop()
        return _NAME.sub(lambda name: "draft" if resolved(name[0]) == wanted else name[0], text)

    return _TAG.sub(tag, xml)
