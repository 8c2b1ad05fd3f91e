"""``template``: its commands by name."""

from __future__ import annotations

import typer

from indplan_docs.cli.options import helped
from indplan_docs.cli.template import comparing, coverage, exporting, fields, lint, listing, preview

template = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
template.command("list", help=helped("template_list"))(listing.list_templates)
template.command("lint", help=helped("template_lint"))(lint.lint)
template.command("coverage", help=helped("template_coverage"))(coverage.coverage)
template.command("fields", help=helped("template_fields"))(fields.fields)
template.command("preview", help=helped("template_preview"))(preview.preview)
template.command("export", help=helped("template_export"))(exporting.export)
template.command("diff", help=helped("template_diff"))(comparing.diff)
