"""The commands of ``indplan template``."""

from __future__ import annotations

import typer

from indplan_docs.cli.options import helped
from indplan_docs.cli.template import fields, preview

template = typer.Typer(
    name="template", help=helped("template"), no_args_is_help=True, rich_markup_mode=None, add_completion=False
)
template.command("fields", help=helped("template_fields"))(fields.fields)
template.command("preview", help=helped("template_preview"))(preview.preview)
