"""``template``: its commands by name."""

from __future__ import annotations

import typer

from indplan_docs.cli.options import helped
from indplan_docs.cli.template import coverage

template = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
template.command("coverage", help=helped("template_coverage"))(coverage.coverage)
