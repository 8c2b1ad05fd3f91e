"""``doctor``: is everything here that the program needs?"""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Final

import typer

from indplan_docs.cli.options import Form, Lang, OutputForm, Verbose
from indplan_docs.cli.runtime import Exit, session
from indplan_docs.vocabulary import text

_PACKAGES: Final = (
    "pydantic",
    "docxtpl",
    "python-docx",
    "Jinja2",
    "lxml",
    "Babel",
    "phonenumbers",
    "python-stdnum",
    "typer",
)
_PDF_PACKAGES: Final = ("typst", "pikepdf")


def doctor(form: Form = OutputForm.TEXT, lang: Lang = None, verbose: Verbose = False) -> None:
    with session(lang, as_json=form is OutputForm.JSON, verbose=verbose) as run:
        checks: dict[str, Callable[[], tuple[bool, str]]] = {
            "python": lambda: (True, platform.python_version()),
            "packages": _packages,
            "pdf": _pdf,
            "templates": _templates,
            "rules": _rules,
            "words": _words,
            "folder": _folder,
        }
        results = {name: _tried(check) for name, check in checks.items()}
        fine = all(ok for ok, _ in results.values())
        if run.as_json:
            run.json({"ok": fine, "checks": {n: {"ok": ok, "detail": d} for n, (ok, d) in results.items()}})
        else:
            for name, (ok, detail) in results.items():
                run.result(f"{'ok ' if ok else '!! '} {text(f'doctor_{name}', run.language)}: {detail}")
            run.result(text("doctor_ok" if fine else "doctor_trouble", run.language))
        raise typer.Exit(Exit.DONE if fine else Exit.USAGE)


def _tried(check: Callable[[], tuple[bool, str]]) -> tuple[bool, str]:
    try:
        return check()
    except Exception as error:  # whatever is broken in the installation is what this command is there to say
        return False, f"{type(error).__name__}: {error}"


def _packages() -> tuple[bool, str]:
    return True, ", ".join(f"{name} {metadata.version(name)}" for name in _PACKAGES)


def _pdf() -> tuple[bool, str]:
    """What makes PDF; not having it is no fault, for Word files need none of it."""
    from indplan_docs.errors import ConverterMissing

    try:
        found = ", ".join(f"{name} {metadata.version(name)}" for name in _PDF_PACKAGES)
    except metadata.PackageNotFoundError:
        return True, "–"
    from indplan_docs.pdf.libreoffice import find_office

    try:
        return True, f"{found}, {find_office().name}"
    except ConverterMissing:
        return True, found


def _templates() -> tuple[bool, str]:
    from indplan_docs.catalogue import pack

    missing = [template.id for template in pack() if not template.path.is_file()]
    return not missing, ", ".join(missing) or str(len(pack()))


def _rules() -> tuple[bool, str]:
    from indplan_docs.checklists import all_rules

    return True, str(len(all_rules()))


def _words() -> tuple[bool, str]:
    from indplan_docs.language import MessageLanguage
    from indplan_docs.vocabulary import keys

    counts = {language.value: len(keys(language)) for language in MessageLanguage}
    return len(set(counts.values())) == 1, ", ".join(f"{name} {count}" for name, count in counts.items())


def _folder() -> tuple[bool, str]:
    here = Path.cwd()
    return os.access(here, os.W_OK), here.name
