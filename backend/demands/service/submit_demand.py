"""Submitting a demand: everything there, hashed, numbered, on the competent desk."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists import service as codelists
from backend.commitments import service as commitments
from backend.credit_records import service as credit_records
from backend.demands import queries, rules, wording
from backend.demands.models import Demand, DemandVersion
from backend.demands.schemas import DemandContent, DemandDraft, DemandRead
from backend.demands.service.compare_demands import double_of
from backend.demands.service.keep_files import keep_files
from backend.demands.service.move_demand import own_demand, require
from backend.demands.service.read_demand import show
from backend.demands.states import DEMAND, DemandState
from backend.enterprises.service import approved_enterprise, party_of
from backend.identity.actor import Actor
from backend.organisations.service import Competence, Place, competent
from backend.platform import audit, clock, search
from backend.platform.content import content_hash
from backend.platform.database import use_case
from backend.platform.language import catalogue
from backend.platform.problems import conflict, enforce, invalid
from backend.reviews import service as reviews
from backend.reviews.states import Flag, Subject

CODES = (
    ("kind", "demand_types"),
    ("chain_code", "chains"),
    ("industry_code", "industries"),
    ("mode", "service_types"),
)


async def _code_faults(session: AsyncSession, content: DemandContent) -> list[tuple[str, str]]:
    found = []
    for field, name in CODES:
        code = getattr(content, field)
        if code and await codelists.unknown_codes(session, name, [code]):
            found.append((f"/{field}", "这个代码不在现行代码表中，请重新选择。"))
    unknown = set(await codelists.unknown_codes(session, "disciplines", content.disciplines))
    for place, code in enumerate(content.disciplines):
        if code in unknown:
            found.append((f"/disciplines/{place}", "这个学科代码不在现行代码表中，请重新选择。"))
    if content.open_until is not None and content.open_until <= clock.today():
        found.append(("/open_until", "征集截止日应晚于今天。"))
    return found


async def _complete(session: AsyncSession, demand: Demand) -> DemandDraft:
    """The draft, when nothing is missing. Raises 422 with every fault at once."""
    draft = DemandDraft.model_validate(demand.draft)
    found = rules.faults(demand.draft) + await _code_faults(session, draft)
    if found:
        raise invalid(*found)
    return draft


async def _code_names(session: AsyncSession, demand: Demand, content: DemandContent) -> list[str]:
    """What the chosen codes are called."""
    codes = [(name, getattr(content, field)) for field, name in CODES]
    codes += [("divisions", demand.city_code), ("divisions", demand.county_code)]
    found = [await codelists.names_of(session, name, [code]) for name, code in codes if code]
    return [name for names in found for name in names.values()]


async def _vector(session: AsyncSession, demand: Demand, content: DemandContent) -> str:
    """Search terms: what it is about weighs more than how things stand."""
    disciplines = await codelists.names_of(session, "disciplines", content.disciplines)
    named = [*disciplines.values(), *await _code_names(session, demand, content)]
    # Codes have English names: who searches in English finds by field, chain, kind and place.
    english = " ".join(map(catalogue().english_of, named))
    targets = " ".join(indicator.name for indicator in content.indicators)
    return search.vector(
        ("A", f"{content.title} {' '.join(content.keywords)}"),
        ("B", f"{content.expert_wanted} {targets} {' '.join(disciplines.values())}"),
        ("C", f"{content.present_state} {content.tried}"),
        ("D", f"{content.conditions} {' '.join(named)} {english}"),
    )


async def take_over(session: AsyncSession, demand: Demand, content: DemandContent) -> None:
    """Step: the demand's own columns, which lists and matches read, follow a content."""
    demand.title = content.title
    demand.kind, demand.chain_code = content.kind, content.chain_code
    demand.industry_code = content.industry_code
    demand.disciplines = list(dict.fromkeys(code[:3] for code in content.disciplines))
    demand.keywords = content.keywords
    demand.search = await _vector(session, demand, content)


async def _add_version(
    session: AsyncSession, actor: Actor, demand: Demand, draft: DemandDraft
) -> None:
    content = draft.model_dump(mode="json", exclude={"confidential"})
    confidential = draft.confidential.model_dump(mode="json")
    stands = demand.state == DemandState.PUBLISHED
    number = demand.published_number if stands else demand.current_number
    current = await queries.version(session, demand.id, number or 0)
    same = current and (current.content, current.confidential) == (content, confidential)
    if same and stands:
        raise conflict("内容没有变化，无需重新提交审核。", kind="unchanged")
    demand.current_number += 1
    demand.content_hash = content_hash(content)
    version = DemandVersion(
        demand_id=demand.id,
        number=demand.current_number,
        content=content,
        confidential=confidential,
        content_hash=demand.content_hash,
        submitted_by=actor.account_id,
    )
    session.add(version)


async def _flags(session: AsyncSession, demand: Demand, draft: DemandDraft) -> list[Flag]:
    """What the reviewer should look at twice."""
    content = draft.model_dump(mode="json", exclude={"confidential"})
    found = {
        Flag.SUSPICIOUS: bool(wording.hints(content)),
        Flag.DUPLICATE: await double_of(session, demand, content),
    }
    return [flag for flag, is_so in found.items() if is_so]


async def _open_task(
    session: AsyncSession, actor: Actor, demand: Demand, draft: DemandDraft, enterprise: Any
) -> Competence:
    today = clock.today()
    place = Place(demand.city_code, demand.county_code, demand.zone_code)
    competence = await competent(session, "demand", place, today)
    calendar = await codelists.calendar(session)
    submitted = reviews.Submitted(
        Subject.DEMAND,
        demand.id,
        demand.current_number,
        actor.account_id,
        draft.title,
        f"{enterprise.name} · {demand.number}",
        party=party_of(enterprise),
        place=place,
        flags=tuple(await _flags(session, demand, draft)),
    )
    due_on = calendar.add_working_days(today, rules.REVIEW_WORKING_DAYS)
    await reviews.open_task(session, submitted, competence, due_on)
    return competence


async def _enforce_explained(
    session: AsyncSession, demand: Demand, draft: DemandDraft, reason: str
) -> None:
    """Raise 409 DEM-04 when candidates would find other terms without being told why."""
    if demand.published_number is None:
        return
    before = await queries.version(session, demand.id, demand.published_number)
    assert before is not None
    changed = rules.material_changes(before.content, draft.model_dump(mode="json"))
    candidates = await queries.candidate_accounts(session, demand.id)
    enforce(rules.change_is_explained(changed, len(candidates), reason))


@use_case
async def submit(
    session: AsyncSession, actor: Actor, demand_id: UUID, reason: str = ""
) -> DemandRead:
    """Submit a draft, or the changes of a published demand with their reason, for review.

    Raises 409 DEM-02, DEM-04, COM-02, CREDIT-01 or for the state, 422 with every fault of the
    content.
    """
    demand = await own_demand(session, actor, demand_id)
    action = "revise" if demand.state == DemandState.PUBLISHED else "submit"
    require(demand, action)
    enforce(rules.confirmed_by_enterprise(demand.confirmed_by_enterprise))
    enterprise = await approved_enterprise(session, demand.enterprise_id)
    enforce(
        await commitments.pledged(session, "enterprise", {enterprise.id: enterprise.name}),
        await credit_records.check(session, "enterprise", enterprise.uscc, clock.today()),
    )
    draft = await _complete(session, demand)
    await _enforce_explained(session, demand, draft, reason)
    await _add_version(session, actor, demand, draft)
    await keep_files(session, actor, demand, draft.attachments)
    if demand.published_number is None:
        await take_over(session, demand, draft)  # else candidates would read it unapproved (5.1.2)
    demand.city_code, demand.county_code = enterprise.city_code, enterprise.county_code
    demand.zone_code = enterprise.zone_code
    competence = await _open_task(session, actor, demand, draft, enterprise)
    demand.organisation_id = competence.organisation_id
    detail = {"number": demand.current_number, "reason": reason}
    await audit.transition(session, demand, DEMAND, action, actor, **detail)
    return await show(session, actor, demand.id)
