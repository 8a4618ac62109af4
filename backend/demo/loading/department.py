"""The department's month: freezing by the clock, sealed lists arriving, experts filed."""

from datetime import timedelta

from backend.batches import service
from backend.batches.schemas import BatchCard, BatchQuery, EntryReturnIn, ReceiptIn
from backend.demo import people
from backend.demo.loading.calendar import DEPTH, later
from backend.demo.loading.fates import LATE_OFFICE, ExpertFate, expert_fates
from backend.demo.loading.history import Life
from backend.demo.loading.stage import Stage

# What has become of the last closed round's list, by the organisation's index.
_LAST_ROUND = ("frozen", "received", "acknowledged")


async def department_life(stage: Stage) -> Life:
    """Every closed round, the oldest first."""
    for back in range(DEPTH - 1, 0, -1):
        closing = stage.rounds.closing(back)
        yield closing + timedelta(minutes=5)
        await service.freeze_due(stage.db)
        yield later(closing, 3)
        cards = await _frozen(stage, back)
        for card in cards:
            if _reaches(stage, card, back, "received"):
                await _receive(stage, card, back)
        yield later(closing, 5)
        for card in cards:
            if _reaches(stage, card, back, "acknowledged"):
                await _return_some(stage, card)
                await service.acknowledge(stage.db, stage.officers[1], card.id)


async def _receive(stage: Stage, card: BatchCard, back: int) -> None:
    """Paper as the post brought it: one of the last round's lists lacks a name."""
    count = card.entry_count
    if back == 1 and not _reaches(stage, card, back, "acknowledged") and count > 1:
        note = "盖章件比平台名单少一人，已电话请推荐单位补寄更正件。"
        body = ReceiptIn(printed_count=count - 1, note=note)
    else:
        body = ReceiptIn(printed_count=count)
    await service.receive(stage.db, stage.officers[0], card.id, body)


async def _frozen(stage: Stage, back: int) -> list[BatchCard]:
    month = (stage.rounds.closing(back) - timedelta(days=1)).date().replace(day=1)
    asked = BatchQuery(month=month, state="frozen", limit=100)
    return (await service.listing(stage.db, stage.officers[0], asked)).items


def _reaches(stage: Stage, card: BatchCard, back: int, step: str) -> bool:
    index = next(k for k, office in stage.offices.items() if office.id == card.organisation.id)
    if back == 2 and index == LATE_OFFICE:
        return False
    if back > 1:
        return True
    return _LAST_ROUND.index(step) <= _LAST_ROUND.index(_LAST_ROUND[index % 3])


async def _return_some(stage: Stage, card: BatchCard) -> None:
    """Civil servants are decided on, and who is to be sent back goes, before the rest is filed."""
    batch = await service.read(stage.db, stage.officers[0], card.id)
    sent_back = {
        stage.experts[index].id
        for index in range(people.EXPERTS)
        if expert_fates()[index] is ExpertFate.SENT_BACK and index in stage.experts
    }
    for entry in batch.entries:
        if entry.needs_decision and entry.allowed_at is None:
            allowed = EntryReturnIn(reason="所在单位按规定批准其参加，且不取酬，同意。")
            await service.allow_entry(stage.db, stage.officers[0], card.id, entry.id, allowed)
        if entry.expert_id in sent_back and entry.outcome == "pending":
            body = EntryReturnIn(reason="名单上的单位名称与盖章件不一致，请核对后重新提交。")
            await service.return_entry(stage.db, stage.officers[0], card.id, entry.id, body)
