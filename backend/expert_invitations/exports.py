"""The list of invitations as a spreadsheet."""

from backend.expert_invitations import queries
from backend.expert_invitations.schemas import InvitationQuery
from backend.expert_invitations.service.following import read
from backend.expert_invitations.states import STAGE_NAMES
from backend.exports.service import Col, Filter, Listing
from backend.platform import clock

INVITATIONS = Listing(
    name="expert_invitations",
    title="专家邀请清单",
    asked=InvitationQuery,
    query=lambda actor, asked: queries.listing(actor, asked, clock.now()),
    read=read,
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
