"""Reading the inbox, choosing how to be told besides, and binding one's WeChat."""

from backend.notifications.service.binding import (
    begin_binding,
    bind,
    forget_requests,
    unbind,
    wechat,
)
from backend.notifications.service.choosing import choices, choose
from backend.notifications.service.describing import describe
from backend.notifications.service.reading import inbox, mark_read, unread_count

__all__ = [
    "begin_binding",
    "bind",
    "choices",
    "choose",
    "describe",
    "forget_requests",
    "inbox",
    "mark_read",
    "unbind",
    "unread_count",
    "wechat",
]
