"""New versions of the commitments on their way: one coming, one to be checked, one in work."""

from datetime import timedelta

from backend.commitments import service
from backend.commitments.schemas import DraftIn, DraftNew, DraftRead, Kind
from backend.demo.loading.history import Life
from backend.demo.loading.stage import Stage
from backend.platform import clock

_COMING_DAYS = 75
_REPORTS = (
    "每月在平台如实填写服务记录，服务结束后一个月内提交服务总结；"
    "未按要求提交的，接受组织推荐部门的提醒和督促。"
)
_SAFETY = "安排科技特派员进入生产现场前进行安全教育，配备必要的防护用品。"


async def commitment_life(stage: Stage) -> Life:
    """The department's legal office revises both texts."""
    yield stage.ago(20)
    given_up = await _drafted(stage, "enterprise", "每季度向省科技厅书面报送服务情况。", 90)
    await service.move_draft(stage.db, stage.officers[0], given_up.id, "discard")
    yield stage.ago(12)
    coming = await _drafted(stage, "expert", _REPORTS, _COMING_DAYS)
    await service.move_draft(stage.db, stage.officers[0], coming.id, "propose")
    yield stage.ago(9)
    await service.publish_draft(stage.db, stage.officers[1], coming.id)
    yield stage.ago(3)
    waiting = await _drafted(stage, "enterprise", _SAFETY, _COMING_DAYS)
    await service.move_draft(stage.db, stage.officers[0], waiting.id, "propose")
    yield stage.ago(1)
    await service.begin_draft(stage.db, stage.officers[1], DraftNew(kind="expert"))


async def _drafted(stage: Stage, kind: Kind, duty: str, days: int) -> DraftRead:
    """A version with one more duty, from some weeks ahead."""
    begun = await service.begin_draft(stage.db, stage.officers[0], DraftNew(kind=kind))
    body = DraftIn(
        title=begun.title,
        opening=begun.opening,
        duties=[*begun.duties, duty],
        closing=begun.closing,
        reason=f"根据各地反馈，增加一条：{duty}",
        valid_from=clock.today() + timedelta(days=days),
    )
    return await service.edit_draft(stage.db, stage.officers[0], begun.id, begun.version, body)
