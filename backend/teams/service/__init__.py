"""Teams: started by one expert, joined by each member's own yes, complete at four to seven."""

from backend.teams.service.bind_team import (
    TeamParty,
    bound_team,
    led,
    members_of,
    party_of,
    serve,
    stand_down,
)
from backend.teams.service.change_roster import answer, drop_member, invite, remove
from backend.teams.service.lead_team import complete, dissolve, edit, start
from backend.teams.service.read_team import mine, read, show
from backend.teams.service.serve_team import (
    Roll,
    ask_in,
    go_on_below,
    in_sight,
    recheck,
    step_in,
    step_out,
)
from backend.teams.service.tell_turn import turns

__all__ = [
    "Roll",
    "TeamParty",
    "answer",
    "ask_in",
    "bound_team",
    "complete",
    "dissolve",
    "drop_member",
    "edit",
    "go_on_below",
    "in_sight",
    "invite",
    "led",
    "members_of",
    "mine",
    "party_of",
    "read",
    "recheck",
    "remove",
    "serve",
    "show",
    "stand_down",
    "start",
    "step_in",
    "step_out",
    "turns",
]
