"""The four documents as typed models, and everything they are made of."""

from __future__ import annotations

from typing import Final

from indplan_docs.models.consent import Consent
from indplan_docs.models.document import Document
from indplan_docs.models.follow_up import FollowUpNotice
from indplan_docs.models.invitation import Invitation
from indplan_docs.models.plan import Plan

AnyDocument = Plan | Invitation | Consent | FollowUpNotice
"""Any of the four documents."""

DOCUMENTS: Final[dict[str, type[Plan | Invitation | Consent | FollowUpNotice]]] = {
    "plan": Plan,
    "invitation": Invitation,
    "consent": Consent,
    "follow_up_notice": FollowUpNotice,
}
"""The documents by the name that their ``document`` field holds."""

__all__ = ["DOCUMENTS", "AnyDocument", "Consent", "Document", "FollowUpNotice", "Invitation", "Plan"]
