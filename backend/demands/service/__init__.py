"""Demands: drafted, submitted, reviewed, published, revised, withdrawn, renewed."""

from backend.demands.service.compare_demands import near_duplicates
from backend.demands.service.decide_demand import decide
from backend.demands.service.draft_demand import confirm, create, edit
from backend.demands.service.list_demands import cards, listing, mine
from backend.demands.service.move_demand import (
    engaged_demand,
    expire_lapsed,
    is_open,
    move,
    published_demand,
    renew,
    tell_enterprise,
    visible_demand,
    withdraw,
)
from backend.demands.service.read_demand import compare_versions, read, read_confidential
from backend.demands.service.submit_demand import submit

__all__ = [
    "cards",
    "compare_versions",
    "confirm",
    "create",
    "decide",
    "edit",
    "engaged_demand",
    "expire_lapsed",
    "is_open",
    "listing",
    "mine",
    "move",
    "near_duplicates",
    "published_demand",
    "read",
    "read_confidential",
    "renew",
    "submit",
    "tell_enterprise",
    "visible_demand",
    "withdraw",
]
