"""The leader's word on each member: a team is rated as one unit, this stands beside it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.engagements import service as engagements
from backend.evaluations import queries
from backend.evaluations.models import MemberNote
from backend.evaluations.rules import notes_own_member, rated_by_party
from backend.evaluations.schemas import MemberNoteIn, RatingsRead
from backend.evaluations.service.read_ratings import is_unsealed, ratings_of
from backend.evaluations.states import Rater
from backend.identity.actor import Actor
from backend.platform import audit
from backend.platform.constraints import on_violation
from backend.platform.database import use_case
from backend.platform.identifiers import new_id
from backend.platform.problems import enforce

on_violation(
    "uq_member_notes_engagement_id_expert_id",
    "对这名成员已写过说明，提交后不能修改。",
    rule="RATE-09",
)


@use_case
async def note_member(
    session: AsyncSession, actor: Actor, engagement_id: UUID, body: MemberNoteIn
) -> RatingsRead:
    """Write a word on one member of one's team, while the ratings are given.

    Raises 403 RATE-01 for outsiders, RATE-09 for anybody but the leader, 409 RATE-09 for somebody
    outside of the team, a second time or too late.
    """
    engagement = (await engagements.visible(session, actor, engagement_id))[0]
    side = engagements.side_of(actor, engagement)
    window = await queries.window(session, engagement_id, locked=True)
    notes = {row.expert_id: row.note for row in await queries.members(session, engagement)}
    has_liaison = engagement.liaison_organisation_id is not None
    to_party = Rater.EXPERT if side == Rater.ENTERPRISE else Rater.ENTERPRISE
    has_ended = window is not None
    enforce(
        rated_by_party(side, to_party, has_ended, has_liaison), status=403 if side is None else 409
    )
    judged = notes_own_member(
        side,
        body.expert_id in notes,
        notes.get(body.expert_id) is not None,
        is_unsealed(window),
    )
    enforce(judged, status=409 if side == Rater.EXPERT else 403)
    session.add(
        MemberNote(
            id=new_id(),
            engagement_id=engagement_id,
            account_id=actor.account_id,
            **body.model_dump(),
        )
    )
    assert window is not None
    await audit.record(session, window, "note_member", actor, expert_id=str(body.expert_id))
    return await ratings_of(session, actor, engagement_id)
