"""The command line, ``indplan``: one module per group of commands."""

from __future__ import annotations
