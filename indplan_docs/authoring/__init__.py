"""Tools for the people who edit the Word files: what is wrong and where, what a template says, how it looks."""

from __future__ import annotations
