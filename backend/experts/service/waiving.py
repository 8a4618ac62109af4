"""What a waiver's deciders need of an expert whose registration is still filled in."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists import service as codelists
from backend.experts.models import Expert
from backend.experts.schemas import ExpertDraft
from backend.experts.service import checking, sealing
from backend.organisations.service import competent
from backend.platform import clock
from backend.platform.problems import Problem
from backend.waivers import service as waivers
from backend.waivers.schemas import WaiverFact


async def _draft(session: AsyncSession, expert_id: UUID) -> ExpertDraft:
    expert = await session.get_one(Expert, expert_id)
    return ExpertDraft.model_validate(sealing.opened(expert.draft))


async def office_of(session: AsyncSession, expert_id: UUID) -> UUID | None:
    """Step: who would recommend a registration that is not submitted yet, if that is settled."""
    place = checking.place_of(await _draft(session, expert_id))
    try:
        found = await competent(session, "expert", place, clock.today())
    except Problem:
        return None
    return found.organisation_id


async def facts_of(session: AsyncSession, expert_id: UUID) -> list[WaiverFact]:
    """Step: what degree, title and age are judged by; no personal numbers."""
    draft = await _draft(session, expert_id)

    async def named(name: str, code: str | None) -> str:
        return await codelists.name_of(session, name, code) if code else ""

    born = f"{draft.birth_date:%Y年%-m月}" if draft.birth_date else ""
    told = {
        "employer": draft.employer_name,
        "title": draft.title_name,
        "degree": await named("degrees", draft.degree_code),
        "born": born,
        "discipline": await named("disciplines", draft.main_discipline),
        "years": str(draft.years_experience or ""),
        "summary": draft.summary,
    }
    return [WaiverFact(key=key, value=value) for key, value in told.items() if value]


waivers.register_office("experts", office_of)
waivers.register_facts("experts", facts_of)
