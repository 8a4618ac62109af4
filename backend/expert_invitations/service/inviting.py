"""From a spreadsheet to invitations. The dry run is the real run, taken back at its end."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, BinaryIO

from sqlalchemy.ext.asyncio import AsyncSession

from backend.expert_invitations import queries
from backend.expert_invitations.models import ExpertInvitation
from backend.expert_invitations.rules import recommends_experts
from backend.expert_invitations.schemas import Counts, Preview, PreviewRow, Sent
from backend.expert_invitations.service.reading_lines import (
    Line,
    choices,
    columns,
    fault_text,
    padded,
    read_lines,
)
from backend.expert_invitations.states import EXPERT_INVITATION, OUTCOME_NAMES, Outcome
from backend.identity import service as identity
from backend.identity import tokens
from backend.identity.actor import Actor
from backend.platform import audit, clock
from backend.platform.constraints import on_violation
from backend.platform.crypto import fingerprint
from backend.platform.database import Database, read_case, rehearse, use_case
from backend.platform.documents import Column, Sheet, write_sheet
from backend.platform.identifiers import new_id
from backend.platform.outbox import send_letter
from backend.platform.problems import enforce, invalid
from backend.settings import get_settings

TWICE = "其中有人刚刚已由同事邀请，请重新上传预览。"
on_violation("uq_expert_invitations_phone", TWICE)
on_violation("uq_expert_invitations_email", TWICE)
VALID = timedelta(days=30)
BLANK_LINES = 200
NOTES = (
    "邀请专家注册　每人一行，从标题下面一行开始填写；请不要改动标题行。",
    "带下拉列表的列请从列表中选择。上传后先预览，确认后才会发出邀请。",
)
FIRST_LINE = len(NOTES) + 2
FAULT_COLUMN = "需要修改的地方"


@dataclass(frozen=True)
class Judged:
    """A line and what becomes of it."""

    line: Line
    outcome: Outcome


async def _template_sheet(session: AsyncSession, *more: Column, blank: int = BLANK_LINES) -> Sheet:
    offered = columns(await choices(session))
    return Sheet("邀请名单", [*offered, *more], NOTES, blank_rows=blank)


async def _nothing() -> AsyncIterator[Sequence[Any]]:
    for line in ():
        yield line


@read_case
async def template(session: AsyncSession, actor: Actor) -> BinaryIO:
    """The spreadsheet to fill in. Raises 409 INV-01 for who recommends no experts."""
    enforce(recommends_experts(actor.organisation_type))
    return await write_sheet(await _template_sheet(session), _nothing())


async def _invite_all(
    session: AsyncSession, actor: Actor, file: BinaryIO, *, only_correct: bool
) -> list[Judged]:
    enforce(recommends_experts(actor.organisation_type))
    lines = await read_lines(session, file)
    await queries.hold_organisation(session, actor.organisation_id)
    judged = await _sorted_out(session, actor, lines)
    if not only_correct and any(one.outcome is Outcome.FAULTY for one in judged):
        raise invalid(("/file", "有需要修改的行。请改好后重新上传，或选择先邀请没有问题的人。"))
    for one in judged:
        if one.outcome is Outcome.INVITE:
            await _invite(session, actor, one.line)
    return judged


async def _sorted_out(session: AsyncSession, actor: Actor, lines: list[Line]) -> list[Judged]:
    phones = {line.phone for line in lines if line.phone}
    emails = {line.email for line in lines if line.email}
    registered = await identity.registered(session, phones, emails)
    keys = {one: fingerprint(one) for one in phones | emails}
    invited = await queries.keys_invited(session, actor.organisation_id, keys.values())
    return [
        Judged(line, _outcome(line, registered, {n for n in keys if keys[n] in invited}))
        for line in lines
    ]


def _outcome(line: Line, registered: set[str], invited: set[str]) -> Outcome:
    if line.faults:
        return Outcome.FAULTY
    numbers = {line.phone, line.email}
    if numbers & invited:
        return Outcome.INVITED
    return Outcome.REGISTERED if numbers & registered else Outcome.INVITE


async def _invite(session: AsyncSession, actor: Actor, line: Line) -> None:
    invitation = ExpertInvitation(
        id=new_id(),
        organisation_id=actor.organisation_id,
        invited_by=actor.account_id,
        name=line.name,
        phone=line.phone,
        email=line.email,
        phone_key=fingerprint(line.phone) if line.phone else None,
        email_key=fingerprint(line.email) if line.email else None,
        by_mail=line.email is not None,
        prefill=line.prefill,
        expires_at=clock.now() + VALID,
    )
    await audit.create(session, invitation, EXPERT_INVITATION, actor)
    if line.email:
        await mail_link(session, invitation)


def new_link(invitation: ExpertInvitation) -> str:
    """A path whose secret is kept as a hash only; every earlier one is dead."""
    token = tokens.new_refresh_token()
    invitation.token_hash = tokens.token_hash(token)
    invitation.expires_at = clock.now() + VALID
    invitation.sent_at = clock.now()
    # Behind the hash sign, so that no server's log ever sees it.
    return f"/expert-invited#{token}"


async def mail_link(session: AsyncSession, invitation: ExpertInvitation) -> None:
    """Step: mail the invited person a link of their own."""
    assert invitation.email is not None
    organisation = await queries.organisation_name(session, invitation.organisation_id)
    link = get_settings().site_url + new_link(invitation)
    await session.flush()
    await send_letter(
        session,
        f"{letters_of(invitation)}{invitation.version}",
        invitation.email,
        f"{organisation}邀请您申报江西省科技特派员",
        f"{organisation}邀请您申报江西省科技特派员，并已为您填好一部分申报信息。"
        f"请在{invitation.expires_at:%Y年%-m月%-d日}前打开下面的链接，设置密码后核对、补充。"
        "链接只能使用一次，请不要转给他人。",
        link,
    )


def letters_of(invitation: ExpertInvitation) -> str:
    """How the event keys of an invitation's letters begin."""
    return f"expert_invitations:{invitation.id}:"


def _counts(judged: list[Judged]) -> Counts:
    found = Counter(one.outcome for one in judged)
    return Counts(**{outcome.value: found[outcome] for outcome in Outcome})


async def preview(db: Database, actor: Actor, file: BinaryIO) -> Preview:
    """What sending would do: it is carried out to its end and taken back.

    Raises 422 for a file that is no filled-in template.
    """
    judged: list[Judged] = []

    async def send_all(session: AsyncSession) -> None:
        judged[:] = await _invite_all(session, actor, file, only_correct=True)

    await rehearse(db, send_all)
    rows = [
        PreviewRow(
            line=one.line.number,
            name=one.line.name,
            outcome=one.outcome,
            outcome_name=OUTCOME_NAMES[one.outcome],
            by_mail=one.line.email is not None,
            faults=one.line.faults,
        )
        for one in judged
    ]
    return Preview(counts=_counts(judged), rows=rows)


@use_case
async def send(session: AsyncSession, actor: Actor, file: BinaryIO, *, only_correct: bool) -> Sent:
    """Invite everybody on the list who is not invited or registered yet.

    Raises 422 when a line has a fault, unless the correct ones may go first.
    """
    judged = await _invite_all(session, actor, file, only_correct=only_correct)
    mailed = [one.line.email is not None for one in judged if one.outcome is Outcome.INVITE]
    return Sent(counts=_counts(judged), by_mail=sum(mailed), to_hand_over=mailed.count(False))


@read_case
async def marked(session: AsyncSession, actor: Actor, file: BinaryIO) -> BinaryIO:
    """The uploaded list again, each line at its place, with what has to be changed beside it."""
    enforce(recommends_experts(actor.organisation_type))
    lines = await read_lines(session, file)
    sheet = await _template_sheet(session, Column(FAULT_COLUMN, 60), blank=len(lines) + BLANK_LINES)

    async def rows() -> AsyncIterator[Sequence[Any]]:
        for line in padded(lines, FIRST_LINE):
            yield [*line.said.values(), fault_text(line)] if line else []

    return await write_sheet(sheet, rows())
