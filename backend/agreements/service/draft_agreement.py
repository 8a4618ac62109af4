"""Drafting the text from the match, and revising its terms."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements import queries
from backend.agreements.models import Agreement, AgreementText
from backend.agreements.queries import papers
from backend.agreements.rules import is_party
from backend.agreements.schemas import (
    MODE_NAMES,
    AgreementIn,
    AgreementRead,
    TermsIn,
    TermsRead,
)
from backend.agreements.service.read_agreement import agreement_detail, locked
from backend.agreements.service.tell_sides import tell_sides
from backend.agreements.states import AGREEMENT
from backend.agreements.text import (
    AgreementFacts,
    EnterpriseFacts,
    ExpertFacts,
    compose,
    text_hash,
)
from backend.demands.states import OWNERSHIP_NAMES, PAY_NAMES
from backend.experts import service as experts
from backend.identity.actor import Actor
from backend.matches import service as matches
from backend.organisations.service import Competence, Place, competent
from backend.platform import audit, clock
from backend.platform.database import use_case
from backend.platform.edits import expect_version
from backend.platform.identifiers import new_id
from backend.platform.numbers import next_number
from backend.platform.problems import conflict, enforce, not_found
from backend.platform.rows import AnyRow
from backend.policies.service import current_policy

SERIES = "XY"
DAYS_PER_MONTH = 30
PROVIDED = {
    "office": "办公场所",
    "laboratory": "试验场地和设备",
    "lodging": "食宿",
    "liaison_person": "专人联络",
}
"""What an enterprise ticked in its registration that it provides (A3.3), in words."""


def _end(starts_on: date, months: int) -> date:
    return starts_on + timedelta(days=max(months, 1) * DAYS_PER_MONTH)


def first_terms(content: Mapping[str, Any], conditions: str, starts_on: date) -> TermsRead:
    """The terms as the demand offers them; both sides may change all but the targets."""
    mode = content.get("mode")
    return TermsRead(
        targets=content.get("indicators") or [],
        starts_on=starts_on,
        ends_on=_end(starts_on, int(content.get("deadline_months") or 6)),
        mode=mode if mode in MODE_NAMES else "ONSITE_PERIODIC",
        days=int(content.get("days") or 10),
        working_conditions=conditions,
        pay=_said(PAY_NAMES, content, "pay") or "报酬及支付方式由双方协商确定。",
        ip=_said(OWNERSHIP_NAMES, content, "ip") or "新产生的知识产权归属由双方协商确定。",
    )


def _said(names: Mapping[Any, str], content: Mapping[str, Any], field: str) -> str:
    """What the demand says by code and in words, such as 分期支付：签约付三成…"""
    parts = [names.get(content.get(f"{field}_code")), content.get(f"{field}_text")]
    words = "：".join(str(part).rstrip("。") for part in parts if part)
    return f"{words}。" if words else ""


def _conditions(content: Mapping[str, Any], profile: Mapping[str, Any]) -> str:
    registered: Mapping[str, Any] = profile.get("working_conditions") or {}
    provided = [name for key, name in PROVIDED.items() if registered.get(key)]
    offered = [content.get("conditions"), "、".join(provided), registered.get("note")]
    told = [str(text).strip("。； ") for text in offered if text]
    return f"{'；'.join(told)}。" if told else "必要的办公场所、试验条件和人员配合。"


async def _facts(session: AsyncSession, row: AnyRow, number: str, revision: int) -> AgreementFacts:
    firm = row.Enterprise
    serving = await queries.experts(session, row.leader_id, row.team_id)
    return AgreementFacts(
        number=number,
        revision=revision,
        demand_number=row.demand_number,
        demand_title=row.content.get("title") or row.demand_title,
        enterprise=EnterpriseFacts(firm.name, firm.uscc or "", firm.legal_representative or ""),
        experts=[
            ExpertFacts(
                each.name,
                each.employer_name or "",
                each.title_name or "",
                await experts.waived_names(session, each),
            )
            for each in serving
        ],
        team_name=row.team_name,
        waived=[mark.rule_name for mark in await matches.waived(session, row.match_id)],
    )


def _write(agreement: Agreement, terms: TermsRead, facts: AgreementFacts) -> None:
    agreement.terms = terms.model_dump(mode="json")
    agreement.text = compose(facts, terms)
    agreement.text_hash = text_hash(agreement.text)


async def _keep_revision(
    session: AsyncSession, agreement: Agreement, actor: Actor, party: str | None = None
) -> None:
    session.add(
        AgreementText(
            agreement_id=agreement.id,
            revision=agreement.revision,
            terms=agreement.terms,
            text=agreement.text,
            text_hash=agreement.text_hash,
            changed_by=actor.account_id,
            party=party,
        )
    )
    await session.flush()


async def _tell(session: AsyncSession, agreement: Agreement, title: str, words: str) -> None:
    event = f"agreement:{agreement.id}:text:{agreement.revision}"
    body = f"协议 {agreement.number}：{words}"
    link = f"/agreements/{agreement.id}"
    await tell_sides(session, agreement.match_id, event, (title, body), link)


async def filing_organisation(session: AsyncSession, match_id: UUID) -> Competence:
    """Step: the organisation that files the match's agreement today. Raises 409 JUR-01."""
    firm = (await queries.drafting_facts(session, match_id)).Enterprise
    place = Place(firm.city_code, firm.county_code, firm.zone_code, firm.uscc)
    return await competent(session, "agreement", place, clock.today(), "file")


async def _draft(session: AsyncSession, actor: Actor, match_id: UUID) -> Agreement:
    row = await queries.drafting_facts(session, match_id)
    policy = await current_policy(session, clock.today())
    competence = await filing_organisation(session, match_id)
    agreement = Agreement(
        id=new_id(),
        match_id=match_id,
        organisation_id=competence.organisation_id,
        number=await next_number(session, SERIES),
        revision=1,
        sign_due=row.answer_due or clock.today() + timedelta(days=policy.agreement_signing_days),
    )
    conditions = _conditions(row.content, row.Enterprise.profile)
    terms = first_terms(row.content, conditions, clock.today())
    _write(agreement, terms, await _facts(session, row, agreement.number, 1))
    await audit.create(session, agreement, AGREEMENT, actor)
    await _keep_revision(session, agreement, actor)
    await _tell(session, agreement, "协议已起草", "请阅读协议，需要时修改条款，然后签署。")
    return agreement


@use_case
async def open_agreement(session: AsyncSession, actor: Actor, body: AgreementIn) -> AgreementRead:
    """Draft the agreement of an agreed match; asked again, the same agreement is answered.

    Raises 404 for a foreign match, 403 AGR-03 for a member who does not lead the team, and 409
    unless both sides have consented (clause 5.4.1).
    """
    sides = await queries.sides(session, actor, body.match_id)
    if sides is None or (sides.party(actor) is None and not sides.is_team_member):
        raise not_found("这次匹配")
    enforce(is_party(sides.party(actor), sides.is_team_member), status=403)
    agreement = await queries.of_match(session, body.match_id)
    if agreement is None:
        await matches.agreed_match(session, body.match_id, lock=True)
        agreement = await queries.of_match(session, body.match_id)
    if agreement is None:
        agreement = await _draft(session, actor, body.match_id)
    return await agreement_detail(session, actor, agreement.id)


@use_case
async def revise_terms(
    session: AsyncSession, actor: Actor, agreement_id: UUID, body: TermsIn, expected: int | None
) -> AgreementRead:
    """Replace the terms: a new revision of the text, for which no earlier signature counts.

    Raises 403 AGR-03 for others than the two sides, 409 once both have signed, 412 when stale.
    """
    agreement, sides = await locked(session, actor, agreement_id)
    party = sides.party(actor)
    enforce(is_party(party, sides.is_team_member), status=403)
    expect_version(agreement, expected)
    targets = agreement.terms["targets"]
    terms = TermsRead(**body.model_dump(), targets=targets)
    if terms == TermsRead.model_validate(agreement.terms):
        raise conflict("条款没有变化，无需保存新的一稿。", kind="unchanged")
    await matches.agreed_match(session, agreement.match_id, lock=True)
    row = await queries.drafting_facts(session, agreement.match_id)
    agreement.revision += 1
    facts = await _facts(session, row, agreement.number, agreement.revision)
    agreement.enterprise_signature_id = agreement.expert_signature_id = None  # rule AGR-02
    _write(agreement, terms, facts)
    await audit.transition(
        session, agreement, AGREEMENT, "revise", actor, revision=agreement.revision
    )
    await _keep_revision(session, agreement, actor, party)
    await papers.note_look(session, actor, agreement.id, agreement.revision)
    await _tell(session, agreement, "协议条款有修改", "此前的签署不再有效，请阅读新文本后签署。")
    return await agreement_detail(session, actor, agreement.id)
