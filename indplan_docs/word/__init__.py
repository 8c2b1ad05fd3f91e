"""From a document and a Word template to a finished Word file."""

from __future__ import annotations
