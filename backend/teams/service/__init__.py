"""Teams: started by one expert, joined by each member's own yes, complete at four to seven."""

from backend.teams.service.bind_team import (
    TeamParty,
    bound_team,
    members_of,
    party_of,
    serve,
    stand_down,
)
from backend.teams.service.change_roster import answer, drop_member, invite, remove
from backend.teams.service.lead_team import complete, dissolve, edit, start
from backend.teams.service.read_team import mine, read

__all__ = [
    "TeamParty",
    "answer",
    "bound_team",
    "complete",
    "dissolve",
    "drop_member",
    "edit",
    "invite",
    "members_of",
    "mine",
    "party_of",
    "read",
    "remove",
    "serve",
    "stand_down",
    "start",
]
