"""What can go wrong, said so that a person can act on it. Services raise these; pages show them."""


class WorkspaceError(Exception):
    """Something that was asked for cannot be done; the message is a sentence for the person who asked."""


class NotFound(WorkspaceError):
    """There is no such thing, or none that this person may know of: the two are never told apart."""


class NotAllowed(WorkspaceError):
    """The person may see the thing but may not do this to it."""


class Invalid(WorkspaceError):
    """What was entered cannot be accepted; `field` names the field it was entered in, if one."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class Conflict(WorkspaceError):
    """Someone else changed the thing first, or it exists already."""


class TooLarge(WorkspaceError):
    """More was sent than the limit allows."""


class TooMany(WorkspaceError):
    """Too many tries; the person has to wait `seconds` before the next one."""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class StoreUnavailable(WorkspaceError):
    """The object store does not answer; nothing was saved."""


class DatabaseUnavailable(WorkspaceError):
    """The database does not answer; nothing was saved."""
