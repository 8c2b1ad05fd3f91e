"""The proof that a template prints what its checklist asks for: which field, where, and on which condition."""

from __future__ import annotations
