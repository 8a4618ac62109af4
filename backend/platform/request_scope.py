"""What belongs to the request being served, without passing it through every call."""

from contextvars import ContextVar
from dataclasses import dataclass, field

from backend.platform.identifiers import new_id


@dataclass
class IdempotencyClaim:
    """One client's key for one effect, with the hash of what it asked."""

    key: str
    client: str
    request_hash: str
    status: int
    claimed: bool = False
    answered: bool = False


@dataclass
class RequestScope:
    """Made by the outermost middleware; absent in jobs and loaders."""

    request_id: str = field(default_factory=lambda: str(new_id()))
    client_address: str = ""
    language: str = "zh"
    """What the reader asked for: `zh` or `en`."""
    idempotency: IdempotencyClaim | None = None
    version: int | None = None
    """Version of the object answered, sent as its ETag."""


_scope: ContextVar[RequestScope | None] = ContextVar("request_scope", default=None)


def current() -> RequestScope | None:
    """The scope of the request being served, or None outside of one."""
    return _scope.get()


def enter(scope: RequestScope | None) -> None:
    """Make `scope` current for the rest of this task."""
    _scope.set(scope)
