"""Waivers: asked for with a reason, decided by the role named for the rule, ended by date."""

from backend.waivers.service.asking import before_asking, register_office, request
from backend.waivers.service.deciding import decide, give_opinion, remind_expiring
from backend.waivers.service.granting import Exemption, grant_by_decision
from backend.waivers.service.marking import granted, marks, marks_of, rules_of
from backend.waivers.service.reading import listing, read, read_one, register_facts, statistics

__all__ = [
    "Exemption",
    "before_asking",
    "decide",
    "give_opinion",
    "grant_by_decision",
    "granted",
    "listing",
    "marks",
    "marks_of",
    "read",
    "read_one",
    "register_facts",
    "register_office",
    "remind_expiring",
    "request",
    "rules_of",
    "statistics",
]
