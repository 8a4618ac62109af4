"""The invited person's side: what a link shows, and signing up with it."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists.checks.numbers import normal_mobile
from backend.expert_invitations import queries
from backend.expert_invitations.models import ExpertInvitation
from backend.expert_invitations.schemas import AcceptIn, Offer, TokenIn
from backend.expert_invitations.states import EXPERT_INVITATION
from backend.experts import service as experts
from backend.experts.schemas import ExpertDraft
from backend.identity import service as identity
from backend.identity import tokens
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.identity.schemas import AccountIn, AccountRead
from backend.platform import audit, clock, request_scope, throttle
from backend.platform.database import Database, use_case
from backend.platform.problems import Problem, invalid

TRIES, WINDOW = 10, timedelta(minutes=30)
DEAD = (
    "这个邀请链接已失效：可能已经用过、过期或被撤回。请联系邀请您的单位重新发送，或直接注册账号。"
)
WRONG = "与邀请单位登记的手机号或邮箱不一致。请核对；仍不对请联系邀请您的单位。"


async def _open(session: AsyncSession, token: str) -> ExpertInvitation:
    """The live invitation of a link, locked. Raises 404 alike for used, expired and invented."""
    found = await queries.by_token(session, tokens.token_hash(token))
    if found is None or found.expires_at <= clock.now():
        raise Problem(404, DEAD)
    return found


async def _throttled(db: Database, token: str) -> None:
    """Raises 429: nobody finds the number behind a link, or a link, by trying."""
    scope = request_scope.current()
    async with db.transaction() as session:
        await throttle.take(
            session, f"invitation:{tokens.token_hash(token)}", burst=TRIES, per=WINDOW
        )
        address = scope.client_address if scope else ""
        await throttle.take(
            session, f"expert-invitations-from:{address}", burst=10 * TRIES, per=WINDOW
        )


async def offer(db: Database, body: TokenIn) -> Offer:
    """Who invites, and until when; nothing of the invited person. Raises 404 for a dead link."""
    await _throttled(db, body.token)
    return await _offer(db, body)


@use_case
async def _offer(session: AsyncSession, body: TokenIn) -> Offer:
    found = await _open(session, body.token)
    name = await queries.organisation_name(session, found.organisation_id)
    return Offer(organisation_name=name, expires_at=found.expires_at)


async def accept(db: Database, body: AcceptIn) -> AccountRead:
    """Open the invited person's account and begin the registration with what was filled in.

    Raises 404 for a dead link, 422 for another number than the invitation's, 409 when the number
    has an account by now, 429 after too many tries.
    """
    await _throttled(db, body.token)
    return await _accept(db, body)


@use_case
async def _accept(session: AsyncSession, body: AcceptIn) -> AccountRead:
    found = await _open(session, body.token)
    if not _is_theirs(found, body.identifier):
        raise invalid(("/identifier", WRONG))
    account = await identity.add_account(
        session,
        AccountIn(
            phone=found.phone, email=found.email, display_name=found.name, password=body.password
        ),
    )
    person = Actor(account.id, None, account.display_name, Role.PERSON)
    known = {"name": found.name, "phone": found.phone, "email": found.email} | found.prefill
    draft = {field: value for field, value in known.items() if value}
    expert = await experts.begin_registration(session, person, ExpertDraft.model_validate(draft))
    found.account_id, found.expert_id = account.id, expert.id
    # From here on it is the person's own.
    found.phone = found.email = found.token_hash = None
    found.prefill = {}
    await audit.transition(session, found, EXPERT_INVITATION, "accept", person)
    return identity.account_read(account)


def _is_theirs(found: ExpertInvitation, identifier: str) -> bool:
    said = identifier.strip()
    if "@" in said:
        return said.lower() == found.email
    return found.phone is not None and normal_mobile(said) == found.phone
