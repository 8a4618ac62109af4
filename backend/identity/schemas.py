"""Request and response shapes of accounts and sessions."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, field_validator, model_validator

from backend.identity.passwords import weakness
from backend.platform.forms import Form
from backend.platform.language import Words

PHONE = r"^1\d{10}$"
EMAIL = r"^[^@\s]{1,64}@[^@\s]+\.[^@\s]{2,}$"


def _strong(password: str) -> str:
    found = weakness(password)
    if found:
        raise ValueError(found)
    return password


Password = Annotated[str, Field(max_length=200), AfterValidator(_strong)]


class Reachable(Form):
    """Somebody who can be reached by phone or e-mail."""

    phone: str | None = Field(default=None, pattern=PHONE)
    email: str | None = Field(default=None, pattern=EMAIL)
    display_name: str = Field(min_length=2, max_length=50)

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


class AccountIn(Reachable):
    """A new account, reachable by phone or e-mail."""

    password: Password


class InvitationIn(Reachable):
    """A colleague to be invited; he sets the password himself."""

    is_manager: bool = False


class InvitationRead(BaseModel):
    """An invitation nobody took up yet, contact data masked."""

    id: UUID
    version: int
    role: str
    role_name: Words
    is_manager: bool
    display_name: str
    phone: str | None
    email: str | None
    expires_at: datetime
    expired: bool


class InvitationSent(BaseModel):
    """An invitation on its way. `link` is there once, when it has to be handed over by hand."""

    invitation: InvitationRead
    mailed: bool
    link: str | None


class InvitationPreview(BaseModel):
    """What the holder of an activation link is offered."""

    place: str
    role_name: Words
    is_manager: bool
    display_name: str
    identifier: str
    """The phone number or e-mail address to sign in with, masked."""
    has_account: bool
    """Whether this person has an account, whose password proves who is there."""
    expires_at: datetime


class Activation(Form):
    """A new password, or the password of the account there is already."""

    password: str = Field(min_length=1, max_length=200)


class Activated(BaseModel):
    """The hat is given; sign in with this phone number or e-mail address."""

    identifier: str


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
    role_name: Words
    is_manager: bool
    acting_for: str | None = None
    """The absent colleague whose hat this is."""
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
    role_name: Words
    is_manager: bool
    display_name: str
    phone: str | None
    email: str | None


class AbsenceRead(BaseModel):
    """Somebody's absence: who stands in, from which day to which."""

    id: UUID
    version: int
    membership_id: UUID
    deputy_membership_id: UUID
    name: str
    deputy_name: str
    starts_on: date
    ends_on: date
