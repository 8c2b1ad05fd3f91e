"""What was found in a file, kept between runs: a file that has not changed has the faults it had."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable

from indplan_docs import catalogue
from indplan_docs.authoring.findings import TemplateFinding
from indplan_docs.word.store import Store

Findings = tuple[TemplateFinding, ...]


def kept(content: bytes, template: catalogue.Template, store: Store | None, find: Callable[[], Findings]) -> Findings:
    """What is found in a file, as it was kept, or found now and kept.

    Args:
        content: The file.
        template: The template that it is, or stands for.
        store: Where it is kept; nowhere if None.
        find: Finds it.
    """
    if store is None:
        return find()
    key = ("lint", hashlib.sha256(content).digest(), template.id, catalogue.is_shipped(template.id, content))
    found = store.get(*key)
    if isinstance(found, bytes):
        return tuple(pickle.loads(found))  # noqa: S301 - our own: see `Store`
    told = find()
    store.put(pickle.dumps(told), *key)
    return told
