"""The list of invitations as a spreadsheet."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from backend.expert_invitations import queries
from backend.expert_invitations.schemas import InvitationQuery, InvitationRead
from backend.expert_invitations.service.following import read
from backend.expert_invitations.states import STAGE_NAMES
from backend.exports.schemas import ExportIn
from backend.exports.service import Col, Filter, Listing, SheetResponse
from backend.exports.service import export as take
from backend.identity.actor import Actor
from backend.platform import clock
from backend.platform.database import Database
from backend.platform.rows import AnyRow, AnySelect


async def _rows(_: AsyncSession, actor: Actor, asked: InvitationQuery) -> AnySelect:
    return queries.listing(actor, asked, clock.now())


async def _show(_: AsyncSession, __: Actor, rows: Sequence[AnyRow]) -> Sequence[InvitationRead]:
    return [read(row) for row in rows]


INVITATIONS = Listing(
    name="expert_invitations",
    title="专家邀请清单",
    asked=InvitationQuery,
    rows=_rows,
    show=_show,
    columns=(
        Col("姓名", lambda one: one.name, 12),
        Col("进展", lambda one: one.stage_name, 16),
        Col("手机号", lambda one: one.phone, 16),
        Col("邮箱", lambda one: one.email, 26),
        Col("工作单位", lambda one: one.employer_name, 28),
        Col("邀请时间", lambda one: one.created_at, 18),
        Col("最近发送时间", lambda one: one.sent_at, 18),
        Col("有效期至", lambda one: one.expires_at, 18),
    ),
    filters={"q": Filter("姓名"), "stage": Filter("进展", words=STAGE_NAMES)},
)


async def listing(
    db: Database, actor: Actor, asked: InvitationQuery, body: ExportIn
) -> SheetResponse:
    """The invitations of the actor's organisation."""
    return await take(db, actor, INVITATIONS, asked, body)
