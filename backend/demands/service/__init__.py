"""Demands: drafted, submitted, reviewed, published, revised, withdrawn, renewed."""

from backend.demands.service.compare_demands import near_duplicates
from backend.demands.service.decide_demand import decide
from backend.demands.service.draft_demand import create, edit
from backend.demands.service.hand_over import confirm, offer, send_back
from backend.demands.service.keep_views import (
    alert_views,
    change_view,
    drop_view,
    keep_view,
    view,
    views,
)
from backend.demands.service.list_demands import cards, listing, mine
from backend.demands.service.move_demand import (
    engaged_demand,
    expire_lapsed,
    is_open,
    keep,
    move,
    published_demand,
    renew,
    tell_enterprise,
    visible_demand,
    withdraw,
)
from backend.demands.service.read_demand import compare_versions, read, turns
from backend.demands.service.read_secret import read_confidential
from backend.demands.service.submit_demand import submit
from backend.demands.service.tell_changes import changed_terms

__all__ = [
    "alert_views",
    "cards",
    "change_view",
    "changed_terms",
    "compare_versions",
    "confirm",
    "create",
    "decide",
    "drop_view",
    "edit",
    "engaged_demand",
    "expire_lapsed",
    "is_open",
    "keep",
    "keep_view",
    "listing",
    "mine",
    "move",
    "near_duplicates",
    "offer",
    "published_demand",
    "read",
    "read_confidential",
    "renew",
    "send_back",
    "submit",
    "tell_enterprise",
    "turns",
    "view",
    "views",
    "visible_demand",
    "withdraw",
]
