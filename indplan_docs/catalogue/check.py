"""What is wrong with a folder of own templates, as findings: for ``profile check`` and ``template list``."""

from __future__ import annotations

from collections.abc import Iterator

from indplan_docs.catalogue.folder import CATALOGUE, Stray, entries, missing_files, strays
from indplan_docs.catalogue.shipped import pack, template_of
from indplan_docs.errors import ConfigurationError, Finding, InvalidSettings
from indplan_docs.profile import TemplateFolder
from indplan_docs.profile.faults import fault


def folder_faults(folder: TemplateFolder, path: str) -> Iterator[Finding]:
    """Everything that is wrong with a folder of own templates.

    Args:
        folder: Which folder.
        path: The key of the profile that names it (``templates[1].folder``).
    """
    name = folder.folder.name
    try:
        for stray in strays(folder.folder):
            yield _stray_fault(stray, path)
        missing = missing_files(folder.folder)
    except InvalidSettings as error:
        for found in error.findings:
            yield fault(found.problem, f"{name}/{CATALOGUE}: {found.path}", found.code, **found.values)
        return
    except ConfigurationError as error:
        yield fault(error.problem, path, **error.values)
        return
    for template_id in missing:
        yield fault("catalogue_file_missing", path, "missing-file", file=f"{template_id}.docx", folder=name)
    for template_id, entry in entries(folder.folder).items():
        of_pack = template_of(template_id)
        if entry.based_on and of_pack and entry.based_on > of_pack.version:
            yield fault(
                "catalogue_based_on_newer",
                path,
                "newer-version",
                id=template_id,
                version=entry.based_on,
                newest=of_pack.version,
            )


def _stray_fault(stray: Stray, path: str) -> Finding:
    values: dict[str, str | int] = {"file": stray.path.name, "folder": stray.path.parent.name}
    if stray.suggestions:
        problem = "template_file_of_other_kind" if stray.other_kind else "template_file_misspelt"
        return fault(problem, path, "unknown-file", **values, suggestion=f"{stray.suggestions[0]}.docx")
    return fault("template_file_unknown", path, "unknown-file", **values, known=", ".join(t.id for t in pack()))
