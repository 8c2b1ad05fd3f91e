"""``indplan template``: the commands for those who edit the Word files."""

from __future__ import annotations
