"""Shapes of the inbox."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from backend.platform.choices import Mailing
from backend.platform.forms import Form
from backend.platform.language import Words
from backend.platform.pagination import PageQuery


class NotificationQuery(PageQuery):
    """Which messages to list."""

    unread_only: bool = False


class NotificationRead(BaseModel):
    """One message. `link` is a page of the SPA."""

    id: UUID
    title: Words
    body: Words
    link: str
    created_at: datetime
    read_at: datetime | None


class UnreadCount(BaseModel):
    """How many messages wait to be read; stops at 1000."""

    count: int


class AreaChoice(BaseModel):
    """How I am told of one kind of matter, besides the inbox."""

    area: str
    name: Words
    mailing: Mailing
    texting: bool
    """Whether a short message tells of it too."""
    wechat: bool
    """Whether WeChat tells of it too."""


class ChoicesRead(BaseModel):
    """How I am told. The inbox gets everything, always."""

    version: int
    """0 while nothing was chosen."""
    areas: list[AreaChoice]
    quiet_from: int | None
    quiet_to: int | None
    """Hours between which nothing goes out but for the account's safety; both or none."""
    has_address: bool
    """Whether mail can reach me at all."""
    can_text: bool
    """Whether the platform sends short messages and knows a number of mine."""
    can_wechat: bool
    """Whether the platform tells people in WeChat and mine is bound."""


class ChoicesIn(Form):
    """How I want to be told."""

    mailing: dict[str, Mailing] = Field(max_length=30)
    texting: list[str] = Field(default=[], max_length=30)
    """Areas of which a short message tells besides."""
    wechat: list[str] = Field(default=[], max_length=30)
    """The same of WeChat."""
    quiet_from: int | None = Field(default=None, ge=0, le=23)
    quiet_to: int | None = Field(default=None, ge=0, le=23)


class WechatRead(BaseModel):
    """Whether my WeChat is bound, and to which one."""

    version: int
    """0 while none ever was."""
    is_offered: bool
    """Whether the platform tells people in WeChat at all."""
    openid: str | None
    """Who I am to the platform's service account, masked; null while none is bound."""
    bound_at: datetime | None
    is_lost: bool
    """Whether the last one ended because WeChat could not deliver any more."""


class WechatLink(BaseModel):
    """Where to confirm in WeChat; works once and for some minutes."""

    url: str
    qr: str
    """The same as a QR code, an SVG."""
    expires_at: datetime


class BindingIn(Form):
    """What WeChat sent its user back with."""

    code: str = Field(min_length=1, max_length=200)
    state: str = Field(min_length=1, max_length=128)
