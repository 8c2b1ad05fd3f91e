"""``profile``: the municipality's settings, checked and shown."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from indplan_docs.cli.options import Form, Lang, OutputForm, ProfileArgument, SettingsForm, Verbose, helped, metavar
from indplan_docs.cli.runtime import Exit, session
from indplan_docs.cli.usage import Command, Group
from indplan_docs.errors import ConfigurationError, ConverterMissing, DeliveryError, Finding, InvalidSettings
from indplan_docs.vocabulary import text

if TYPE_CHECKING:
    from indplan_docs.language import MessageLanguage
    from indplan_docs.profile import Profile, TemplateFolder

profile = typer.Typer(cls=Group, no_args_is_help=True, rich_markup_mode=None)


@profile.command("check", cls=Command, help=helped("profile_check"))
def check(
    file: ProfileArgument = None, form: Form = OutputForm.TEXT, lang: Lang = None, verbose: Verbose = False
) -> None:
    from indplan_docs.cli import setting_words
    from indplan_docs.profile import FILE_NAME

    with session(lang, as_json=form is OutputForm.JSON, verbose=verbose) as run:
        used = run.profile_file(file)
        if used is None:
            raise ConfigurationError("profile_not_found", file=FILE_NAME)
        found = list(_faults(used))
        if run.as_json:
            run.json(setting_words.as_json(str(used), found, run.language))
        elif found:
            run.result(setting_words.faults(str(used), found, run.language))
        else:
            run.result(text("profile_ok", run.language, file=str(used)))
        raise typer.Exit(Exit.FINDINGS if found else Exit.DONE)


@profile.command("show", cls=Command, help=helped("profile_show"))
def show(
    file: ProfileArgument = None,
    form: Annotated[SettingsForm, typer.Option("--format", help=helped("settings_format"))] = SettingsForm.TEXT,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar=metavar("file"), help=helped("settings_out"), show_default=False),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=helped("force"))] = False,
    lang: Lang = None,
    verbose: Verbose = False,
) -> None:
    from indplan_docs.delivery import write_whole
    from indplan_docs.profile import Profile, load_profile

    with session(lang, as_json=form is SettingsForm.JSON, verbose=verbose) as run:
        if out is not None and out.exists() and not force:
            raise DeliveryError("file_exists", file=out.name)
        used = run.profile_file(file)
        if used is None and form is SettingsForm.TEXT:
            run.message(text("profile_none", run.language))
        shown = _shown(load_profile(used) if used else Profile(), used, form, run.language)
        if out is None:
            run.result(shown)
        else:
            write_whole(out, f"{shown}\n".encode())
            run.message(text("written", run.language, file=str(out)))


def _shown(settings: Profile, file: Path | None, form: SettingsForm, language: MessageLanguage) -> str:
    from indplan_docs.cli import setting_list

    if form is SettingsForm.JSON:
        entries = setting_list.as_json(settings, language)
        return json.dumps({"file": str(file) if file else None, "settings": entries}, ensure_ascii=False, indent=2)
    return (setting_list.as_toml if form is SettingsForm.TOML else setting_list.as_text)(settings, language)


def _faults(file: Path) -> Iterator[Finding]:
    """Everything that is wrong with a profile, and with the program, the rules and the folders that it names."""
    from indplan_docs.catalogue import folder_faults
    from indplan_docs.coverage import exception_faults
    from indplan_docs.profile import load_profile
    from indplan_docs.profile.toml import read_toml

    told = set[str]()
    try:
        load_profile(file)
    except InvalidSettings as error:
        told = {finding.path for finding in error.findings}
        yield from error.findings
    said = read_toml(file)
    yield from _office_faults(said.get("libreoffice"), file.parent)
    for number, entry in _entries(said, "template_exceptions"):
        rule, path = entry.get("rule"), f"template_exceptions[{number}].rule"
        if isinstance(rule, str) and path not in told:
            yield from exception_faults(rule, path)
    for number, folder in _usable_folders(said, file.parent):
        yield from folder_faults(folder, f"templates[{number}].folder")


def _office_faults(named: object, folder: Path) -> Iterator[Finding]:
    """A LibreOffice that is not there; letters that need none are made without it."""
    from indplan_docs.profile.faults import fault
    from indplan_docs.profile.reading import seen_from

    if not isinstance(named, str):
        return
    try:
        from indplan_docs.pdf.libreoffice import find_office
    except ModuleNotFoundError:  # without the part that makes PDF, nothing runs it
        return
    try:
        find_office(seen_from(folder, Path(named)))
    except ConverterMissing as error:
        yield fault(error.problem, "libreoffice", "missing-file", file=named)


def _usable_folders(said: Mapping[str, Any], place: Path) -> Iterator[tuple[int, TemplateFolder]]:
    """The folders that can be looked into, also of a profile that is wrong elsewhere."""
    from indplan_docs.profile import TemplateFolder
    from indplan_docs.profile.faults import validated
    from indplan_docs.profile.reading import is_folder, seen_from

    for number, entry in _entries(said, "templates"):
        folder, _ = validated(TemplateFolder, entry)
        if folder and is_folder(seen_from(place, folder.folder)):
            yield number, folder.model_copy(update={"folder": seen_from(place, folder.folder)})


def _entries(said: Mapping[str, Any], table: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The tables of a list, counted from 1; whatever else was written in their place is told elsewhere."""
    entries = said.get(table)
    for number, entry in enumerate(entries if isinstance(entries, list) else [], start=1):
        if isinstance(entry, dict):
            yield number, entry
