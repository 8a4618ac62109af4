"""Each planted bug has to turn the machine red: `make model-bugs`.

One function is replaced at a time; whatever refuses first, the model's answer, an invariant or the
database's own fence, the walk must end in a failure that names it.
"""

from collections.abc import Callable
from typing import Any

import pytest

from backend.agreements.service import file_agreement
from backend.agreements.states import AGREEMENT, AgreementState
from backend.capacity import service as capacity
from backend.evaluations.service import read_ratings
from backend.matches import rules as match_rules
from backend.platform.rules import passed
from backend.teams import rules as team_rules
from tests.lifecycle.tally import Tally
from tests.lifecycle.walking import tour
from tests.lifecycle.world import World

Patch = pytest.MonkeyPatch


def _passes(*_: Any, **__: Any) -> Any:
    return passed()


async def _does_nothing(*_: Any, **__: Any) -> None:
    pass


def skip_the_filing_check(patch: Patch) -> None:
    verdicts = (passed(), passed(), passed())
    patch.setattr(file_agreement, "filing_verdicts", lambda *_: verdicts)
    moves = {state: {**found} for state, found in AGREEMENT.moves.items()}
    for state in (AgreementState.DRAFTED, AgreementState.PARTLY_SIGNED):
        moves[state]["file"] = AgreementState.FILED
    patch.setitem(AGREEMENT.__dict__, "moves", moves)


def forget_to_free_the_place(patch: Patch) -> None:
    patch.setattr(capacity, "release", _does_nothing)


def let_a_member_join_twice(patch: Patch) -> None:
    patch.setattr(team_rules, "not_yet_member", _passes)


def unseal_ratings_early(patch: Patch) -> None:
    patch.setattr(read_ratings, "is_unsealed", lambda window: window is not None)


def accept_on_a_stale_version(patch: Patch) -> None:
    patch.setattr(match_rules, "same_text", _passes)


BUGS = (
    skip_the_filing_check,
    forget_to_free_the_place,
    let_a_member_join_twice,
    unseal_ratings_early,
    accept_on_a_stale_version,
)


@pytest.mark.parametrize("plant", BUGS, ids=lambda plant: plant.__name__)
def test_the_machine_turns_red(
    world: World,
    plant: Callable[[Patch], None],
    monkeypatch: Patch,
    record_property: Callable[[str, object], None],
) -> None:
    plant(monkeypatch)
    tally = Tally()
    with pytest.raises(AssertionError) as caught:
        tour(world, tally, 60, 50)
    told = " ".join(str(caught.value).split())[:200]
    turns = tally.rounds["turns"] + 1
    record_property("covered", f"{plant.__name__}: red at turn {turns}: {told}")
