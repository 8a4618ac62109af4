"""When an expert's keywords were confirmed, and when they are to be looked through again."""

from datetime import date

from backend.experts.models import Expert
from backend.experts.schemas import KeywordsRead
from backend.experts.states import KEYWORDS_HOLD
from backend.platform.clock import SHANGHAI


def keywords_of(expert: Expert, today: date) -> KeywordsRead | None:
    """The day of the last confirmation, and a year later; None before the filing."""
    since = expert.keywords_confirmed_at or expert.filed_at
    if since is None:
        return None
    confirmed = since.astimezone(SHANGHAI).date()
    due = confirmed + KEYWORDS_HOLD
    return KeywordsRead(confirmed_on=confirmed, due_on=due, is_due=due <= today)
