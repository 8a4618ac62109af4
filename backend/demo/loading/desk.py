"""What reviewers did for their own desks: interests they declared, reasons they keep."""

from collections.abc import Iterator

from backend.conflicts import service as conflicts
from backend.conflicts.schemas import InterestIn
from backend.demo import people
from backend.demo.loading.history import Life
from backend.demo.loading.stage import Office, Stage
from backend.reviews import service as reviews
from backend.reviews.schemas import ReasonIn
from backend.reviews.states import Subject

_DECLARING = 4
_OWN_REASONS = (
    (Subject.ENTERPRISE, "/address", "请写明门牌号，便于实地核验。"),
    (Subject.DEMAND, "/present_state", "请补充最近三个月的产量和合格率。"),
)


async def desk_habits(stage: Stage) -> Life:
    """Some colleagues stay away from one enterprise each; their offices keep own reasons."""
    yield stage.ago(9)
    for number, office in enumerate(_double_desks(stage)):
        firm = people.enterprise(number)
        body = InterestIn(
            kind="relative" if number % 2 else "shares",
            enterprise_uscc=firm.uscc,
            enterprise_name=firm.name,
            note="演示：亲属在该企业任职" if number % 2 else "演示：持有少量股份",
        )
        await conflicts.declare_interest(stage.db, office.reviewers[1], body)
        for subject, pointer, words in _OWN_REASONS:
            kept = ReasonIn(subject=subject, pointer=pointer, text=words)
            await reviews.add_reason(stage.db, office.manager, kept)


def _double_desks(stage: Stage) -> Iterator[Office]:
    """The first offices where a colleague can step in."""
    found = (office for _, office in sorted(stage.offices.items()) if len(office.reviewers) > 1)
    for _, office in zip(range(_DECLARING), found, strict=False):
        yield office
