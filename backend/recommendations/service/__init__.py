"""Recommendations by research field (clause 5.3.1), each with its reasons."""

from backend.recommendations.service.comparing import comparison
from backend.recommendations.service.composing import suggested_teams
from backend.recommendations.service.explaining import why_not, why_not_me
from backend.recommendations.service.exposing import count_exposures, exposure
from backend.recommendations.service.filling import team_gaps
from backend.recommendations.service.keeping import fold, rebuild_at, refresh
from backend.recommendations.service.listing import (
    demands_for_expert,
    experts_for_demand,
    replay,
    similar_demands,
    similar_experts,
)
from backend.recommendations.service.meaning import refresh_vectors
from backend.recommendations.service.ranking import candidates, ranked_ids, weights_version
from backend.recommendations.service.shortlisting import mark, shortlist, unmark
from backend.recommendations.service.weighing import change_weights, read_weights, try_weights

__all__ = [
    "candidates",
    "change_weights",
    "comparison",
    "count_exposures",
    "demands_for_expert",
    "experts_for_demand",
    "exposure",
    "fold",
    "mark",
    "ranked_ids",
    "read_weights",
    "rebuild_at",
    "refresh",
    "refresh_vectors",
    "replay",
    "shortlist",
    "similar_demands",
    "similar_experts",
    "suggested_teams",
    "team_gaps",
    "try_weights",
    "unmark",
    "weights_version",
    "why_not",
    "why_not_me",
]
