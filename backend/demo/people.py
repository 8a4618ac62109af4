"""The demo province in four functions; each gives the same frozen value every time.

Nothing here reads a clock or a database: a loader takes these values through the services.
"""

from backend.demo.demands import demand, demand_count
from backend.demo.enterprises import ENTERPRISES, enterprise
from backend.demo.experts import EXPERTS, expert
from backend.demo.organisations import ORGANISATIONS, employers, organisation

__all__ = [
    "ENTERPRISES",
    "EXPERTS",
    "ORGANISATIONS",
    "demand",
    "demand_count",
    "employers",
    "enterprise",
    "expert",
    "organisation",
]
