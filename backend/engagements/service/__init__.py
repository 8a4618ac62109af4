"""Service in the enterprise: started by the filing, kept in a log, changed by consent, ended."""

from backend.engagements.service.change_service import (
    Ruling,
    decide_change,
    request_change,
    terminate,
)
from backend.engagements.service.end_service import confirm_end, dispute_end, lapse_end, propose_end
from backend.engagements.service.hear_recommender import hear
from backend.engagements.service.keep_log import (
    add_log,
    confirm_log,
    correct_log,
    dispute_log,
)
from backend.engagements.service.mend_team import (
    ask_replacement,
    end_cures,
    join_team,
    leave_team,
)
from backend.engagements.service.read_engagement import (
    engagement_detail,
    engagement_of,
    flag,
    listing,
    locked,
    read,
    unanswered_ends,
    visible,
)
from backend.engagements.service.start_service import file_agreement
from backend.engagements.service.tell_turn import side_of, turns

__all__ = [
    "Ruling",
    "add_log",
    "ask_replacement",
    "confirm_end",
    "confirm_log",
    "correct_log",
    "decide_change",
    "dispute_end",
    "dispute_log",
    "end_cures",
    "engagement_detail",
    "engagement_of",
    "file_agreement",
    "flag",
    "hear",
    "join_team",
    "lapse_end",
    "leave_team",
    "listing",
    "locked",
    "propose_end",
    "read",
    "request_change",
    "side_of",
    "terminate",
    "turns",
    "unanswered_ends",
    "visible",
]
