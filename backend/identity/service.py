"""Accounts, hats and passwords."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity import queries
from backend.identity.actor import Actor
from backend.identity.models import Account, Membership
from backend.identity.passwords import hash_password, verify_password
from backend.identity.permissions import ROLE_NAMES, Role
from backend.identity.schemas import (
    AccountIn,
    AccountRead,
    MemberRead,
    MembershipRead,
    MeRead,
    PasswordChange,
    PlaceRead,
)
from backend.identity.sessions import revoke_sessions
from backend.identity.states import ACCOUNT, AccountState
from backend.platform import audit, clock, masking, throttle, wechat_bindings
from backend.platform.constraints import on_violation
from backend.platform.database import Database, read_case, use_case
from backend.platform.edits import lock
from backend.platform.identifiers import new_id
from backend.platform.outbox import send_message
from backend.platform.problems import invalid, not_found
from backend.platform.rows import AnyRow

# The same for phone and e-mail, and no word of whose they are: see `register`.
NOT_OPENED = (
    "用这个手机号或邮箱没有开成新账号。如果您以前注册过，或单位已为您开通，请直接登录；"
    "忘记密码请联系组织推荐部门或技术支持重置。"
)
PASSWORD_CHANGED = (
    "您的登录密码已修改",
    "其他设备上的登录都已退出。如果不是您本人修改的，请立即联系技术支持。",
    "/account",
)
on_violation("uq_accounts_phone", NOT_OPENED)
on_violation("uq_accounts_email", NOT_OPENED)
# A training room signs up behind one address, all at once: what succeeds is given back.
REFUSALS, WITHIN = 30, timedelta(hours=1)


def account_read(account: Account) -> AccountRead:
    """An account with its contact data masked."""
    return AccountRead(
        id=account.id,
        display_name=account.display_name,
        phone=masking.phone(account.phone),
        email=masking.email(account.email),
    )


async def contact_of(session: AsyncSession, account_id: UUID) -> dict[str, str | None]:
    """Step: an account's name, phone and e-mail in clear, to fill in its owner's own forms."""
    account = await session.get_one(Account, account_id)
    return {"name": account.display_name, "phone": account.phone, "email": account.email}


async def add_account(session: AsyncSession, body: AccountIn) -> Account:
    """Step: a new account that may sign in at once."""
    account = Account(
        id=new_id(),
        phone=body.phone,
        email=body.email.lower() if body.email else None,
        display_name=body.display_name,
        password_hash=await hash_password(body.password),
    )
    owner = Actor(account.id, None, body.display_name, Role.PERSON)
    await audit.create(session, account, ACCOUNT, owner)
    return account


@use_case
async def register(session: AsyncSession, body: AccountIn) -> AccountRead:
    """Open an account for oneself. Raises 409 when phone or e-mail are taken."""
    return account_read(await add_account(session, body))


async def sign_up(db: Database, body: AccountIn, address: str) -> AccountRead:
    """The same for a visitor at a network address.

    Raises 429 after many refusals there: nobody is to read off, number by number, who has an
    account.
    """
    key = f"sign-up-from:{address}"
    # A transaction of its own: the attempt counts even when the account is refused.
    async with db.transaction() as session:
        await throttle.take(session, key, burst=REFUSALS, per=WITHIN)
    opened = await register(db, body)
    async with db.transaction() as session:
        await throttle.give_back(session, key)
    return opened


async def give_hat(
    session: AsyncSession,
    account_id: UUID,
    role: Role,
    *,
    is_manager: bool = False,
    **place: UUID,
) -> Membership:
    """Step: let an account act in `role` at expert_id, enterprise_id or organisation_id."""
    hat = Membership(account_id=account_id, role=role, is_manager=is_manager, **place)
    session.add(hat)
    await session.flush()
    return hat


async def end_hats(session: AsyncSession, **place: UUID) -> None:
    """Step: nobody acts any more at this expert_id, enterprise_id or organisation_id."""
    for hat in (await session.execute(select(Membership).filter_by(**place))).scalars():
        hat.ended_at = hat.ended_at or clock.now()
    await session.flush()


async def end_hat(session: AsyncSession, actor: Actor, membership_id: UUID, reason: str) -> UUID:
    """Step: somebody acts no more under this hat; returns whose account it was."""
    hat = await lock(session, Membership, membership_id, "这位成员")
    if hat.ended_at is not None:
        raise not_found("这位成员")
    hat.ended_at = clock.now()
    await audit.record(session, hat, "end", actor, reason=reason)
    return hat.account_id


async def pass_on_management(session: AsyncSession, actor: Actor, giver: UUID, taker: UUID) -> None:
    """Step: the manager's flag goes from one hat to another, in one stroke."""
    for membership_id, is_manager in ((taker, True), (giver, False)):
        hat = await lock(session, Membership, membership_id, "这位成员")
        hat.is_manager = is_manager
        await audit.record(session, hat, "manager", actor, is_manager=is_manager)


async def owner_of(session: AsyncSession, membership_id: UUID) -> UUID:
    """Step: the account that wears a hat."""
    return await queries.account_of(session, membership_id)


@use_case
async def change_password(session: AsyncSession, actor: Actor, body: PasswordChange) -> None:
    """Replace the password and sign every other device out. Raises 422 on a wrong present one."""
    account = await session.get_one(Account, actor.account_id)
    if not await verify_password(body.current_password, account.password_hash):
        raise invalid(("/current_password", "当前密码不对，请重新输入。"))
    account.password_hash = await hash_password(body.new_password)
    account.password_changed_at = clock.now()
    await revoke_sessions(session, account.id, "password", keep=actor.session_id)
    await audit.record(session, account, "change_password", actor)
    event = f"account:{account.id}:password:{account.version}"
    await send_message(session, event, account.id, *PASSWORD_CHANGED)


@use_case
async def set_account_state(
    session: AsyncSession, actor: Actor, account_id: UUID, action: str
) -> AccountRead:
    """Disable or enable an account; disabling ends its sessions at once."""
    account = await session.get(Account, account_id)
    if account is None:
        raise not_found("这个账号")
    await audit.transition(session, account, ACCOUNT, action, actor)
    if account.state == AccountState.DISABLED:
        await revoke_sessions(session, account.id, "disabled")
        await wechat_bindings.end(session, account.id, wechat_bindings.Ended.DISABLED, actor)
    return account_read(account)


def _membership(row: AnyRow) -> MembershipRead:
    def place(kind: str, **more: str | None) -> PlaceRead | None:
        id = getattr(row, f"{kind}_id")
        return PlaceRead(id=id, name=getattr(row, f"{kind}_name"), **more) if id else None

    role = Role(row.role)
    return MembershipRead(
        id=row.id,
        role=role,
        role_name=ROLE_NAMES[role],
        is_manager=row.is_manager,
        acting_for=row.acting_for,
        organisation=place("organisation", type=row.organisation_type),
        enterprise=place("enterprise", state=row.enterprise_state),
        expert=place("expert", state=row.expert_state),
    )


async def registered(
    session: AsyncSession, phones: Collection[str], emails: Collection[str]
) -> set[str]:
    """Step: those of the phone numbers and (lower-case) addresses that have an account."""
    return await queries.registered(session, phones, emails)


async def place_name(session: AsyncSession, actor: Actor) -> str:
    """Step: the organisation or enterprise the actor acts for, empty for none."""
    if actor.account_id is None:
        return ""
    hats = await queries.hats(session, actor.account_id)
    hat = next((one for one in hats if one.id == actor.membership_id), None)
    return (hat.organisation_name or hat.enterprise_name or "") if hat else ""


@read_case
async def me(session: AsyncSession, actor: Actor) -> MeRead:
    """The signed-in person, all hats, and what the present one may do."""
    account = await session.get_one(Account, actor.account_id)
    hats = [_membership(row) for row in await queries.hats(session, account.id)]
    return MeRead(
        account=account_read(account),
        membership=next((hat for hat in hats if hat.id == actor.membership_id), None),
        memberships=hats,
        role=actor.role,
        permissions=sorted(actor.permissions),
    )


async def members(session: AsyncSession, **place: UUID) -> list[MemberRead]:
    """Step: the members in force at organisation_id or enterprise_id, contact data masked."""
    return [
        MemberRead(
            id=row.id,
            role=row.role,
            role_name=ROLE_NAMES[Role(row.role)],
            is_manager=row.is_manager,
            display_name=row.display_name,
            phone=masking.phone(row.phone),
            email=masking.email(row.email),
        )
        for row in await queries.members(session, **place)
    ]
