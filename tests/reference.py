"""docxtpl, asked to fill a template in its own way: what the compiled engine is compared with."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def render_with_docxtpl(source: bytes, context: Mapping[str, Any], filters: Mapping[str, Any] | None = None) -> bytes:
    """docxtpl's own result, with its two ways of losing text closed: escaping on, ``{_{`` in data kept."""

    def kept(value: Any) -> Any:
        if type(value) is not str:
            return value
        protected = re.sub(r"(?<=\{)_(?=[{%])|(?<=[}%])_(?=\})", "&#95;", str(escape(value)))
        return Markup(protected)  # noqa: S704

    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=kept)
    environment.filters.update(filters or {})
    template = DocxTemplate(io.BytesIO(source))
    template.render(dict(context), jinja_env=environment, autoescape=True)
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def canonical_parts(content: bytes) -> dict[str, bytes]:
    """Each part of Word's own as canonical XML, without the marks of editing sessions."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                root = etree.fromstring(package.read(name))
                for element in root.iter(etree.Element):
                    for attribute in [a for a in element.attrib if str(a).startswith(f"{W}rsid")]:
                        del element.attrib[attribute]
                found[name] = etree.tostring(root, method="c14n")
    return found
