"""New versions of commitments, through the services."""

from datetime import date
from typing import Any

from backend.commitments import service
from backend.commitments.schemas import DraftIn, DraftNew, DraftRead, Kind
from backend.identity.actor import Actor
from backend.platform import clock
from backend.platform.database import Database
from tests.factories import people

NEW_DUTY = "每月在平台如实填写服务记录，服务结束后一个月内提交总结。"
REASON = "根据各地反馈，增加填写服务记录的要求。"


async def draft(db: Database, author: Actor, kind: Kind, **changes: Any) -> DraftRead:
    """A draft with one more duty, saved."""
    begun = await service.begin_draft(db, author, DraftNew(kind=kind))
    values = {
        "title": begun.title,
        "opening": begun.opening,
        "duties": [*begun.duties, NEW_DUTY],
        "closing": begun.closing,
        "reason": REASON,
        "valid_from": clock.today(),
    }
    body = DraftIn.model_validate(values | changes)
    return await service.edit_draft(db, author, begun.id, begun.version, body)


async def published(db: Database, kind: Kind, valid_from: date | None = None) -> DraftRead:
    """A new version in force from today, by two officers."""
    author, other = await people.officer(db), await people.officer(db)
    changes = {"valid_from": valid_from} if valid_from else {}
    made = await draft(db, author, kind, **changes)
    await service.move_draft(db, author, made.id, "propose")
    return await service.publish_draft(db, other, made.id)
