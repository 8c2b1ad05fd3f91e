"""``python -m indplan_docs``: the command line where the ``indplan`` script is not on the path."""

from __future__ import annotations

from indplan_docs.cli.app import main

main()
