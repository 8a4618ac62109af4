"""What the platform itself does in the background."""

from typing import Any
from uuid import UUID

from backend.platform import audit, digests, idempotency, letters, logs, outbox
from backend.platform.database import Database
from backend.platform.jobs import job, schedule


@job(outbox.DELIVER)
async def deliver_mail(db: Database, payload: dict[str, Any]) -> None:
    """Send one mail of the outbox."""
    await outbox.deliver(db, UUID(payload["message_id"]))


@schedule("outbox.deliver-due", "* * * * *")
async def deliver_due_mail(db: Database) -> None:
    """Once a minute: mails to try again, and those whose job got lost."""
    await outbox.deliver_due(db)


@job(digests.DELIVER)
async def deliver_digest(db: Database, payload: dict[str, Any]) -> None:
    """Send one person's collected messages."""
    await digests.deliver(db, UUID(payload["account_id"]))


@schedule("outbox.queue-digests", "*/5 * * * *")
async def queue_digests(db: Database) -> None:
    """Every five minutes: the collected messages of those whose hour has come."""
    await digests.queue_due(db)


@job(letters.DELIVER)
async def deliver_letter(db: Database, payload: dict[str, Any]) -> None:
    """Send one letter to somebody without an account."""
    await letters.deliver(db, UUID(payload["letter_id"]))


@schedule("letters.deliver-due", "* * * * *")
async def deliver_due_letters(db: Database) -> None:
    """Once a minute: letters to try again, and those that waited too long."""
    await letters.deliver_due(db)


@schedule("idempotency.sweep", "15 3 * * *")
async def forget_old_keys(db: Database) -> None:
    """Each night: drop idempotency keys that are out of use."""
    async with db.transaction() as session:
        await idempotency.sweep(session)


@schedule("audit.anchor", "45 2 * * *")
async def anchor_the_trail(db: Database) -> None:
    """Each night: one hash over the whole audit trail, also into the log, which leaves the machine.

    Whoever could rewrite the trail with its hashes cannot rewrite what was logged elsewhere.
    """
    async with db.transaction() as session:
        taken = await audit.anchor(session)
    logs.get("audit").info("trail_anchored", anchor=taken)
