"""Request and response shapes of accounts and sessions."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, field_validator, model_validator

from backend.identity.passwords import weakness
from backend.platform.forms import Form

PHONE = r"^1\d{10}$"
EMAIL = r"^[^@\s]{1,64}@[^@\s]+\.[^@\s]{2,}$"


def _strong(password: str) -> str:
    found = weakness(password)
    if found:
        raise ValueError(found)
    return password


Password = Annotated[str, Field(max_length=200), AfterValidator(_strong)]


class AccountIn(Form):
    """A new account, reachable by phone or e-mail."""

    phone: str | None = Field(default=None, pattern=PHONE)
    email: str | None = Field(default=None, pattern=EMAIL)
    display_name: str = Field(min_length=2, max_length=50)
    password: Password

    @field_validator("phone", mode="before")
    @classmethod
    def any_phone_format(cls, value: object) -> object:
        """Blanks, hyphens and +86 are how people write numbers."""
        if not isinstance(value, str):
            return value
        return value.replace(" ", "").replace("-", "").removeprefix("+86") or None

    @model_validator(mode="after")
    def reachable(self) -> Self:
        """A phone or an e-mail address is needed."""
        if not self.phone and not self.email:
            raise ValueError("请填写手机号或邮箱，用于登录和接收通知。")
        return self


class SignIn(Form):
    """Phone or e-mail, and password."""

    identifier: str = Field(min_length=3, max_length=200)
    password: str = Field(min_length=1, max_length=200)


class PasswordChange(Form):
    """The present password, and the new one."""

    current_password: str = Field(max_length=200)
    new_password: Password


class AccessToken(BaseModel):
    """A short-lived bearer token; the refresh token travels in a cookie."""

    access_token: str
    token_type: str = "bearer"
    expires_in: int


class AccountRead(BaseModel):
    """An account as its owner sees it, contact data masked."""

    id: UUID
    display_name: str
    phone: str | None
    email: str | None


class PlaceRead(BaseModel):
    """Where a hat applies."""

    id: UUID
    name: str
    type: str | None = None
    state: str | None = None


class MembershipRead(BaseModel):
    """One hat of an account."""

    id: UUID
    role: str
    role_name: str
    is_manager: bool
    organisation: PlaceRead | None = None
    enterprise: PlaceRead | None = None
    expert: PlaceRead | None = None


class MeRead(BaseModel):
    """Who I am, which hats I have, and what the present one may do."""

    account: AccountRead
    membership: MembershipRead | None
    memberships: list[MembershipRead]
    role: str
    permissions: list[str]


class SessionRead(BaseModel):
    """A device that is signed in."""

    id: UUID
    created_at: datetime
    user_agent: str
    is_this_one: bool


class MemberRead(BaseModel):
    """A member of an organisation or enterprise."""

    id: UUID
    role: str
    role_name: str
    is_manager: bool
    display_name: str
    phone: str | None
    email: str | None
