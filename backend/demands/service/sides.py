"""On whose side of a demand somebody stands."""

from backend.demands.models import Demand
from backend.identity.actor import Actor
from backend.identity.permissions import Permission, Role


def is_owner(actor: Actor, demand: Demand) -> bool:
    """Step: whether the demand is of the actor's enterprise."""
    return actor.enterprise_id is not None and actor.enterprise_id == demand.enterprise_id


def is_competent(actor: Actor, demand: Demand) -> bool:
    """Step: whether the demand is on the desk of the actor's organisation."""
    return actor.organisation_id is not None and actor.organisation_id == demand.organisation_id


def drafts_for_it(actor: Actor, demand: Demand) -> bool:
    """Step: whether the actor writes this draft on the enterprise's behalf (clause 6.3)."""
    may = actor.may(Permission.DEMAND_DRAFT) and is_competent(actor, demand)
    return may and not demand.confirmed_by_enterprise


def is_inside(actor: Actor, demand: Demand) -> bool:
    """Step: the enterprise, its organisation and the department."""
    inside = is_owner(actor, demand) or is_competent(actor, demand)
    return inside or actor.role is Role.DEPARTMENT
