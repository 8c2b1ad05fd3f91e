"""``profile``: the municipality's settings, checked and shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from indplan_docs.cli.options import Form, Lang, OutputForm, ProfileArgument, SettingsForm, Verbose, helped
from indplan_docs.cli.runtime import Exit, session
from indplan_docs.cli.usage import Command, Group
from indplan_docs.errors import ConfigurationError, Finding, InvalidSettings
from indplan_docs.vocabulary import text

if TYPE_CHECKING:
    from indplan_docs.profile import TemplateFolder

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
    lang: Lang = None,
    verbose: Verbose = False,
) -> None:
    from indplan_docs.cli import setting_list
    from indplan_docs.profile import Profile, load_profile

    with session(lang, as_json=form is SettingsForm.JSON, verbose=verbose) as run:
        used = run.profile_file(file)
        settings = load_profile(used) if used else Profile()
        if form is SettingsForm.JSON:
            shown = setting_list.as_json(settings, run.language)
            run.json({"file": str(used) if used else None, "settings": shown})
        elif form is SettingsForm.TOML:
            run.result(setting_list.as_toml(settings, run.language))
        else:
            if used is None:
                run.message(text("profile_none", run.language))
            run.result(setting_list.as_text(settings, run.language))


def _faults(file: Path) -> Iterator[Finding]:
    """Everything that is wrong with a profile, and with the folders of templates that it names."""
    from indplan_docs.catalogue import folder_faults
    from indplan_docs.profile import load_profile

    try:
        folders = list(enumerate(load_profile(file).templates, start=1))
    except InvalidSettings as error:
        yield from error.findings
        folders = list(_usable_folders(file))
    for number, folder in folders:
        yield from folder_faults(folder, f"templates[{number}].folder")


def _usable_folders(file: Path) -> Iterator[tuple[int, TemplateFolder]]:
    """The folders of a profile that is wrong elsewhere: what is wrong in them is told with the rest."""
    from indplan_docs.profile import TemplateFolder
    from indplan_docs.profile.faults import validated
    from indplan_docs.profile.reading import is_folder, seen_from
    from indplan_docs.profile.toml import read_toml

    named: Any = read_toml(file).get("templates")
    for number, entry in enumerate(named if isinstance(named, list) else [], start=1):
        folder, wrong = validated(TemplateFolder, entry) if isinstance(entry, dict) else (None, [])
        if folder and not wrong and is_folder(seen_from(file.parent, folder.folder)):
            yield number, folder.model_copy(update={"folder": seen_from(file.parent, folder.folder)})
