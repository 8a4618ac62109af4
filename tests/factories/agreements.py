"""Agreements, services and ratings, driven through the real services."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from backend.agreements import service as agreements
from backend.agreements.schemas import AgreementIn, AgreementRead, FilingIn, SignIn
from backend.engagements import service as engagements
from backend.engagements.schemas import EndIn, EngagementQuery, EngagementRead, LogIn
from backend.evaluations import service as evaluations
from backend.evaluations.schemas import RatingIn, RatingsRead
from backend.evaluations.states import CRITERIA, DIRECTIONS, Rater
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.matches.schemas import MatchRead
from backend.platform import clock
from backend.platform.database import Database
from tests.factories.matches import Stage, agreed_match
from tests.factories.organisations import member_of


@dataclass(frozen=True)
class Contract:
    """Everybody around one agreement, and the agreement as the enterprise sees it."""

    around: Stage
    match: MatchRead
    agreement: AgreementRead

    @property
    def enterprise(self) -> Actor:
        return self.around.enterprise

    @property
    def expert(self) -> Actor:
        """The expert, or the team's leader."""
        return self.around.expert

    @property
    def reviewer(self) -> Actor:
        """Reviews the enterprise and files its agreements."""
        return self.around.reviewer


@dataclass(frozen=True)
class Served:
    """A service under a filed agreement, as the enterprise sees it."""

    contract: Contract
    engagement: EngagementRead

    @property
    def id(self) -> UUID:
        return self.engagement.id

    @property
    def enterprise(self) -> Actor:
        return self.contract.enterprise

    @property
    def expert(self) -> Actor:
        return self.contract.expert

    @property
    def reviewer(self) -> Actor:
        return self.contract.reviewer


async def drafted_agreement(db: Database, around: Stage | None = None) -> Contract:
    """An agreement drafted from a match both sides consented to."""
    around, match = await agreed_match(db, around)
    body = AgreementIn(match_id=match.id)
    return Contract(around, match, await agreements.open_agreement(db, around.enterprise, body))


async def sign(db: Database, actor: Actor, agreement_id: UUID) -> AgreementRead:
    """A side reads the text as it is now and signs it."""
    seen = await agreements.read(db, actor, agreement_id)
    body = SignIn(text_hash=seen.text_hash, signer_name="演示签字人")
    return await agreements.sign(db, actor, agreement_id, body)


async def signed_agreement(db: Database, around: Stage | None = None) -> Contract:
    """An agreement both sides have signed, on the desk of the enterprise's organisation."""
    contract = await drafted_agreement(db, around)
    await sign(db, contract.enterprise, contract.agreement.id)
    await sign(db, contract.expert, contract.agreement.id)
    seen = await agreements.read(db, contract.enterprise, contract.agreement.id)
    return replace(contract, agreement=seen)


async def file(db: Database, contract: Contract) -> Served:
    """The organisation files a signed agreement, which starts the service."""
    accepted = FilingIn(decision="accept")
    await engagements.file_agreement(db, contract.reviewer, contract.agreement.id, accepted)
    asked = EngagementQuery(demand_id=contract.around.demand.id)
    card = (await engagements.listing(db, contract.enterprise, asked)).items[0]
    return Served(contract, await engagements.read(db, contract.enterprise, card.id))


async def filed_agreement(db: Database, around: Stage | None = None) -> Served:
    """A filed agreement, with the service it started."""
    return await file(db, await signed_agreement(db, around))


def as_member(served: Served, member: Actor) -> Served:
    """The same service, with a member of the team speaking."""
    around = replace(served.contract.around, expert=member)
    return replace(served, contract=replace(served.contract, around=around))


async def log(db: Database, served: Served, **entry: Any) -> EngagementRead:
    """The expert writes a line of the log of today."""
    values = {
        "day": clock.today(),
        "hours": 6,
        "mode": "onsite",
        "place": "生箔车间",
        "work": "测了三卷毛面粗糙度，调整添加剂滴加速度。",
    }
    return await engagements.add_log(db, served.expert, served.id, LogIn(**(values | entry)))


async def propose_end(db: Database, actor: Actor, engagement_id: UUID) -> EngagementRead:
    """A side proposes the end."""
    body = EndIn(outcome="solved", note="指标已经达到。")
    return await engagements.propose_end(db, actor, engagement_id, body)


async def ended_engagement(db: Database, around: Stage | None = None) -> Served:
    """A service ended by both sides; its ratings are due."""
    served = await filed_agreement(db, around)
    await propose_end(db, served.expert, served.id)
    ended = await evaluations.confirm_end(db, served.enterprise, served.id)
    return replace(served, engagement=ended)


async def liaison(db: Database, served: Served) -> Actor:
    """A liaison who follows the service."""
    followed_by = served.engagement.liaison_organisation
    assert followed_by
    return await member_of(db, followed_by.id, Role.LIAISON)


def rating(giver: Rater, taker: Rater, grade: int = 4, comment: str = "") -> RatingIn:
    """A complete rating."""
    criteria = dict.fromkeys(CRITERIA[giver, taker], grade)
    body = {"to_party": taker, "grade": grade, "criteria": criteria, "comment": comment}
    return RatingIn.model_validate(body)


async def rate_all(db: Database, served: Served, grade: int = 4) -> RatingsRead:
    """All six ratings; the results are open afterwards."""
    actors = {
        Rater.EXPERT: served.expert,
        Rater.ENTERPRISE: served.enterprise,
        Rater.LIAISON: await liaison(db, served),
    }
    for giver, taker in DIRECTIONS:
        body = rating(giver, taker, grade, "按约到岗，指标达到。")
        await evaluations.rate(db, actors[giver], served.id, body)
    return await evaluations.read(db, served.enterprise, served.id)
