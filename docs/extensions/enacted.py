"""Commands that the documentation shows are run when it is built, and pages that it shows are made there and then.

    ```{run} indplan check plan.json
    :exit: 1
    ```

    ```{sheet} plan.pdf
    :page: 2
    :alt: What the page shows, for who cannot see it.
    ```

    ```{step} maintainer.change_a_text
    ```

Each page of the documentation has a folder of its own, which holds the examples when it begins. Its commands run there
in order, in the page's language; one that ends otherwise than the page says stops the build. A step is a function that
does what a person does by hand, in Word for instance, and shows nothing.
"""

from __future__ import annotations

import importlib
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, ClassVar

import pypdfium2
from docutils import nodes
from docutils.parsers.rst import Directive, directives
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

ROOT = Path(__file__).resolve().parents[2]
_SHARPNESS = 1.6  # pixels a point: a page is then about 950 pixels wide


class _InFolder(SphinxDirective):
    """A directive that works in the folder of its page."""

    @property
    def folder(self) -> Path:
        folders: dict[str, Path] = self.env.temp_data.setdefault("enacted", {})
        if self.env.docname not in folders:
            made = Path(tempfile.mkdtemp(prefix="documentation-"))
            shutil.copytree(ROOT / "fixtures", made / "examples")
            folders[self.env.docname] = made
        return folders[self.env.docname]


class Run(_InFolder):
    """A command, and what it says."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {
        "exit": directives.nonnegative_int,
        "quiet": directives.flag,
        "first": directives.nonnegative_int,
    }

    def run(self) -> list[nodes.Node]:
        command, _, target = self.arguments[0].partition(" > ")
        words = shlex.split(command)
        ran = subprocess.run(  # noqa: S603 - our own words, on our own examples
            [sys.executable, "-m", "indplan_docs", *words[1:]],
            check=False,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=self.folder,
            env=os.environ | {"INDPLAN_LANG": self.config.language, "NO_COLOR": "1", "PYTHONPATH": str(ROOT)},
        )
        if words[0] != "indplan" or ran.returncode != self.options.get("exit", 0):
            raise ExtensionError(f"{self.env.docname}: {self.arguments[0]}: {ran.returncode}\n{ran.stderr}{ran.stdout}")
        if target:
            (self.folder / target).write_text(ran.stdout, encoding="utf-8")
        said = "" if target else ran.stdout + ran.stderr
        lines = said.replace(str(self.folder), "…").rstrip().splitlines()
        first = self.options.get("first")
        if first is not None and len(lines) > first:
            lines = [*lines[:first], "…"]
        shown = "\n".join([f"> {self.arguments[0]}", *([] if "quiet" in self.options else lines)])
        return [nodes.literal_block(shown, shown, language="text", classes=["enacted"])]


class Sheet(_InFolder):
    """A picture of a page of a PDF, or a picture that a command made."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {
        "page": directives.positive_int,
        "alt": directives.unchanged_required,
        "width": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        source = min(self.folder.glob(self.arguments[0]), default=self.folder / self.arguments[0])
        number = self.options.get("page", 1)
        pictures = Path(self.env.srcdir) / "pictures"
        pictures.mkdir(exist_ok=True)
        name = f"{self.env.docname.replace('/', '-')}-{self.env.new_serialno('sheet')}.png"
        if source.suffix == ".pdf":
            pypdfium2.PdfDocument(source)[number - 1].render(scale=_SHARPNESS).to_pil().save(pictures / name)
        else:
            shutil.copyfile(source, pictures / name)
        image = nodes.image(uri=f"/pictures/{name}", alt=self.options["alt"], classes=["sheet"])
        image["width"] = self.options.get("width", "70%")
        return [image]


class Step(_InFolder):
    """What a person does by hand."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        module, _, name = self.arguments[0].partition(".")
        getattr(importlib.import_module(module), name)(self.folder, self.config.language)
        return []


def setup(app: Sphinx) -> dict[str, Any]:
    """Let the documentation run commands and show pages."""
    directive: type[Directive]
    for name, directive in (("run", Run), ("sheet", Sheet), ("step", Step)):
        app.add_directive(name, directive)
    return {"parallel_read_safe": False}
