"""Places: reserved at mutual consent, taken at filing, freed at the end; and who fits at all."""

from backend.capacity.service.judge_fitness import (
    Pairing,
    conflict_paths,
    fitness,
    pledged_enterprise,
    pledged_experts,
)
from backend.capacity.service.read_places import PlacesFact, free_places, read
from backend.capacity.service.reserve_places import (
    Booking,
    cap_verdicts,
    lock_experts,
    release,
    reserve,
    take,
)

__all__ = [
    "Booking",
    "Pairing",
    "PlacesFact",
    "cap_verdicts",
    "conflict_paths",
    "fitness",
    "free_places",
    "lock_experts",
    "pledged_enterprise",
    "pledged_experts",
    "read",
    "release",
    "reserve",
    "take",
]
