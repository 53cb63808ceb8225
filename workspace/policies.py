"""Every policy there is, for whoever needs the whole register: migrations, tests, `make access`."""

from sqlalchemy import MetaData

from workspace.accounts import models as accounts
from workspace.annotations import policy as annotations
from workspace.audit import policy as audit
from workspace.database import Base
from workspace.documents.policy import consent as consents
from workspace.documents.policy import document as documents
from workspace.permissions import standing
from workspace.realtime import models as realtime
from workspace.rooms import policy as rooms
from workspace.sharing import policy as sharing

__all__ = (
    "accounts",
    "annotations",
    "audit",
    "consents",
    "documents",
    "realtime",
    "rooms",
    "sharing",
    "standing",
)


def complete() -> MetaData:
    """The tables of every feature; having been asked, all models and policies are imported."""
    return Base.metadata
