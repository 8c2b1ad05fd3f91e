"""Tags that are written nearly right: what was meant, so that the finding can say what to write."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from indplan_docs.authoring.lint.tags import Tag

_WORDS: Final = {
    "om": "if", "hvis": "if", "dersom": "if", "viss": "if", "för": "for", "annars": "else", "ellers": "else",
    "elles": "else", "elseif": "elif", "elsif": "elif",
}  # fmt: skip
"""What people write who think in the language of their letters."""

_ENDS: Final = frozenset({"slut", "slutt", "end"})
_CONTROL: Final = r"(?:if|elif|else|for|endif|endfor)\b"
_GLUED: Final = re.compile(rf"(p|tr|tc|r)(?={_CONTROL})", re.IGNORECASE)
_WORD: Final = re.compile(r"\w+")
_ELSE_IF: Final = re.compile(r"else\s+if\b")
_END_APART: Final = re.compile(r"end\s+(?=(?:if|for)$)")
_IN: Final = re.compile(r"(for\s+\w+)\s+i\s+")
_QUOTED: Final = re.compile(r"""("[^"]*"|'[^']*')""")
_ONE_SIGN: Final = re.compile(r"(?<![=!<>])=(?!=)")
_LISTED: Final = re.compile(r"[a-z_]+(?:\s*,\s*[a-z_]+)+", re.IGNORECASE)
_APART: Final = re.compile(r"[a-z_.]+(?:\s+[a-z_]+)+", re.IGNORECASE)


def slip(tag: Tag, is_field: Callable[[str], bool]) -> Tag | None:
    """The tag that was meant by one that cannot be understood; None if nobody can tell.

    Args:
        tag: The tag.
        is_field: Whether a document has a field of a name.
    """
    if tag.kind == "{{":
        return _of_value(tag, is_field)
    glued = None if tag.prefix else _GLUED.match(tag.inside)
    prefix = glued[1].lower() if glued else tag.prefix
    inside = tag.inside[glued.end() :] if glued else tag.inside
    word = _WORD.match(inside)
    if word is not None:
        inside = _WORDS.get(word[0].lower(), word[0].lower()) + inside[word.end() :]
    inside = re.sub(r"^else\s+(?:om|hvis|dersom|viss)\b", "else if", inside, flags=re.IGNORECASE)
    inside = _END_APART.sub("end", _ELSE_IF.sub("elif", inside, count=1))
    inside = _IN.sub(r"\1 in ", inside, count=1)
    if inside.startswith(("if", "elif")):
        pieces = _QUOTED.split(inside)
        pieces[::2] = [_ONE_SIGN.sub("==", piece) for piece in pieces[::2]]
        inside = "".join(pieces)
    return None if (prefix, inside) == (tag.prefix, tag.inside) else replace(tag, prefix=prefix, inside=inside)


def written_as(tag: Tag) -> str:
    """A tag that was meant, as it is to be written."""
    return f"{{{{ {tag.inside} }}}}" if tag.kind == "{{" else f"{{%{tag.prefix} {tag.inside} %}}"


def is_end(tag: Tag) -> bool:
    """Whether a tag says that something ends, but not what."""
    return tag.kind == "{%" and tag.inside.lower() in _ENDS


def _of_value(tag: Tag, is_field: Callable[[str], bool]) -> Tag | None:
    """A comma, or a space, in the place of a full stop."""
    if _LISTED.fullmatch(tag.inside):
        return replace(tag, inside=re.sub(r"\s*,\s*", ".", tag.inside))
    joined = re.sub(r"\s+", ".", tag.inside)
    return replace(tag, inside=joined) if _APART.fullmatch(tag.inside) and is_field(joined) else None
