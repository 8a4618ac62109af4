"""The versions of the commitments as a table."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from backend.commitments.schemas import VersionRead
from backend.commitments.service.drafting import published
from backend.exports.service import Col, Listing
from backend.identity.actor import Actor
from backend.platform.pagination import PageQuery

KINDS = {"expert": "科技特派员承诺书", "enterprise": "企业承诺书"}


async def _whole(session: AsyncSession, _: Actor, __: PageQuery) -> Sequence[VersionRead]:
    return await published(session)


def _standing(one: VersionRead) -> str:
    if one.is_current:
        return "现行"
    return "尚未施行" if one.is_coming else "已被替代"


VERSIONS = Listing(
    name="commitment_versions",
    title="承诺书版本",
    asked=PageQuery,
    whole=_whole,
    columns=(
        Col("承诺书", lambda one: KINDS.get(one.kind), 24),
        Col("标题", lambda one: one.title, 40),
        Col("版次", lambda one: one.number, 8),
        Col("状态", _standing, 12),
        Col("施行日期", lambda one: one.valid_from, 12),
        Col("签署人数", lambda one: one.signatures, 12),
    ),
    filters={},
)
