"""An expert looks through the keywords once a year: what nobody confirmed says less."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.experts import queries
from backend.experts.schemas import ExpertDetail, KeywordsIn
from backend.experts.service.drafting import find_again, own_expert
from backend.experts.service.reading import LEAVING, detail
from backend.experts.states import EXPERT, KEYWORDS_HOLD
from backend.identity.actor import Actor
from backend.platform import audit, clock
from backend.platform.database import use_case
from backend.platform.outbox import send_message
from backend.platform.problems import conflict

TITLE = "请确认研究关键词"
WORDS = (
    "您的研究关键词已满一年没有确认。推荐需求时按关键词和研究方向比对，"
    "请用一分钟看一看，仍然准确的直接确认，有变化的改好再确认。"
)


@use_case
async def confirm_keywords(
    session: AsyncSession, actor: Actor, expert_id: UUID, body: KeywordsIn
) -> ExpertDetail:
    """Confirm my keywords for a year, or change them; the next recommendation follows.

    The submission stays as it was signed. Raises 404 for others, 409 before the filing.
    """
    expert = await own_expert(session, actor, expert_id)
    if expert.state not in LEAVING:
        raise conflict(
            f"当前状态是“{EXPERT.label(expert.state)}”，入库后再确认研究关键词。", kind="state"
        )
    was, now = list(expert.keywords), list(dict.fromkeys(body.keywords))
    expert.keywords, expert.keywords_confirmed_at = now, clock.now()
    await find_again(session, expert)
    await audit.record(session, expert, "confirm_keywords", actor, was=was, now=now)
    return await detail(session, actor, expert.id)


@use_case
async def remind_yearly(session: AsyncSession) -> int:
    """Ask those in the library whose keywords are due, once a year; how many there were."""
    found = await queries.keywords_due(session, clock.now() - KEYWORDS_HOLD)
    for expert in found:
        since = expert.keywords_confirmed_at or expert.filed_at
        key = f"keywords:{expert.id}:{since:%Y%m%d}"
        await send_message(session, key, expert.account_id, TITLE, WORDS, "/experts/mine")
    return len(found)
