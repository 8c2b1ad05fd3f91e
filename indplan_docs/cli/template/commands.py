"""``template``: its commands by name."""

from __future__ import annotations

import typer

from indplan_docs.cli.options import helped
from indplan_docs.cli.template import comparing, coverage, exporting, fields, lint, listing, preview
from indplan_docs.cli.usage import Command, Group

template = typer.Typer(cls=Group, no_args_is_help=True, rich_markup_mode=None)
template.command("list", cls=Command, help=helped("template_list"))(listing.list_templates)
template.command("lint", cls=Command, help=helped("template_lint"))(lint.lint)
template.command("coverage", cls=Command, help=helped("template_coverage"))(coverage.coverage)
template.command("fields", cls=Command, help=helped("template_fields"))(fields.fields)
template.command("preview", cls=Command, help=helped("template_preview"))(preview.preview)
template.command("export", cls=Command, help=helped("template_export"))(exporting.export)
template.command("diff", cls=Command, help=helped("template_diff"))(comparing.diff)
