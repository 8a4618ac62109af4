"""Loading a record for change: locked, and at the version its editor has seen."""

from collections.abc import Collection
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.platform.models import Entity, Stateful
from backend.platform.problems import Problem, conflict, not_found
from backend.platform.states import StateTable

E = TypeVar("E", bound=Entity)


async def lock(session: AsyncSession, model: type[E], id: UUID, what: str = "这条记录") -> E:
    """The row, locked until the transaction ends. Raises 404 when it does not exist."""
    query = (
        select(model)
        .where(model.id == id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = (await session.execute(query)).scalar_one_or_none()
    if found is None:
        raise not_found(what)
    return found


def expect_version(record: Entity, expected: int | None) -> None:
    """Raise 412 when the editor looked at another version than the present one."""
    if expected is not None and record.version != expected:
        raise Problem(
            412,
            f"您打开之后，这条记录已被更新（您看到的是第 {expected} 版，现在是第 "
            f"{record.version} 版）。请查看最新内容后再提交，已填写的内容不会丢失。",
            headers={"ETag": f'"{record.version}"'},
        )


def require_version(record: Entity, expected: int | None) -> None:
    """Raise 428 when the version that was read is not said, 412 when it is another one now."""
    if expected is None:
        raise Problem(428, "请带上 If-Match 请求头（打开时收到的版本），以确认您看到的是最新内容。")
    expect_version(record, expected)


def expect_editable(record: Stateful, table: StateTable, editable: Collection[StrEnum]) -> None:
    """Raise 409 when an application is in a state in which its applicant changes nothing."""
    if record.state not in editable:
        raise conflict(f"申请{table.label(record.state)}，现在不能修改。", kind="state")
