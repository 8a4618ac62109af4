"""The actor: an account wearing one of its hats, for the length of one request."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from backend.identity.permissions import GRANTED, Permission, Role


@dataclass(frozen=True)
class Actor:
    """Who is asking. The ids of the hat are None where they do not apply."""

    account_id: UUID | None
    membership_id: UUID | None
    name: str
    role: Role
    session_id: UUID | None = None
    expert_id: UUID | None = None
    enterprise_id: UUID | None = None
    organisation_id: UUID | None = None
    organisation_type: str | None = None
    acting_for: str | None = None
    """The absent colleague whose hat this is."""

    @property
    def permissions(self) -> frozenset[Permission]:
        """What this hat may do at all."""
        return GRANTED[self.role]

    def may(self, permission: Permission) -> bool:
        """Whether this hat has `permission`."""
        return permission in self.permissions


# Deadlines that lapse and batches that freeze are the platform's own doing.
SYSTEM = Actor(None, None, "系统", Role.DEPARTMENT)


def get_actor(request: Request) -> Actor:
    """The actor the route's guard let in."""
    actor: Actor = request.state.actor
    return actor


Who = Annotated[Actor, Depends(get_actor)]
