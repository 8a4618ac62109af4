"""What the platform does by itself at night, as far as it changes records."""

from datetime import datetime, time, timedelta

from backend.agreements import service as agreements
from backend.demands import service as demands
from backend.demo.loading.history import Life
from backend.demo.loading.stage import Stage
from backend.engagements import service as engagements
from backend.evaluations import service as evaluations
from backend.matches import service as matches
from backend.platform.clock import SHANGHAI

_FROM, _STEP = 90, 2
"""Every other night is enough: nobody of the demo waits for an answer that long before."""


async def nights(stage: Stage) -> Life:
    """Deadlines that pass: demands, answers, signatures, ends and ratings."""
    for days in range(_FROM, -1, -_STEP):
        day = stage.rounds.now.date() - timedelta(days=days)
        yield datetime.combine(day, time(0, 10), tzinfo=SHANGHAI)
        await demands.expire_lapsed(stage.db)
        await matches.expire_due(stage.db)
        await agreements.expire_unsigned(stage.db)
        await agreements.void_orphans(stage.db)
        await engagements.end_cures(stage.db)
        await evaluations.lapse_ends(stage.db)
        await evaluations.unseal_closed(stage.db)
