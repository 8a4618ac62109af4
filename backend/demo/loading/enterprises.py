"""The enterprises: the 150 of the province, and the newcomers on their way."""

from backend.demo import people
from backend.demo.loading import reasons, scans
from backend.demo.loading.calendar import later
from backend.demo.loading.fates import FirmFate, firm_fates, firm_round
from backend.demo.loading.forms import enterprise_form
from backend.demo.loading.history import Life
from backend.demo.loading.stage import Party, Stage
from backend.demo.newcomers import new_enterprise
from backend.demo.records import Enterprise
from backend.enterprises import service
from backend.enterprises.schemas import EnterpriseDraft
from backend.identity.permissions import Role

_RETURNED_EVERY = 13


async def enterprise_life(stage: Stage, index: int) -> Life:
    """One of the 150: registered, sometimes returned once, approved."""
    content = people.enterprise(index)
    begins = stage.rounds.within(*firm_round(index))
    yield begins
    party = await _register(stage, content, enterprise_form(content))
    stage.enterprises[index] = party
    await _submit(stage, party, content)
    reviewer = stage.offices[content.reviewer].reviewer(index)
    yield later(begins, 2 + index % 4)
    number = 1
    if index % _RETURNED_EVERY == _RETURNED_EVERY - 1:
        body = reasons.sent_back(1, reasons.FIRM_RETURNS[0])
        await service.decide(stage.db, reviewer, party.id, body)
        yield later(begins, 7)
        await _submit(stage, party, content)
        yield later(begins, 9)
        number = 2
    body = reasons.approval(number)
    await service.decide(stage.db, reviewer, party.id, body)


async def newcomer_life(stage: Stage, number: int) -> Life:
    """An enterprise that is still being filled in, reviewed or sent back."""
    content, fate = new_enterprise(number), firm_fates()[number]
    begins = stage.rounds.ago(2 + number % 5)
    if fate is FirmFate.OVERDUE:
        begins = stage.rounds.within(1, 0.2 + number / 100)
    if fate in (FirmFate.RETURNED, FirmFate.REJECTED, FirmFate.GAVE_UP):
        begins = stage.rounds.ago(9 + number)
    yield begins
    form = enterprise_form(content)
    if fate is FirmFate.DRAFT:
        form = form.model_copy(update=dict.fromkeys(("revenue", "rd_spend", "rd_staff")))
    party = await _register(stage, content, form)
    if fate is FirmFate.DRAFT:
        return
    await _submit(stage, party, content)
    if fate is FirmFate.GAVE_UP:
        yield later(begins, 2)
        await service.withdraw(stage.db, party.actor, party.id, "法定代表人变更中，稍后再报")
    if fate not in (FirmFate.RETURNED, FirmFate.REJECTED):
        return
    yield later(begins, 4)
    body = reasons.rejection(1, reasons.FIRM_REJECTIONS[number % 2])
    if fate is FirmFate.RETURNED:
        body = reasons.sent_back(1, reasons.FIRM_RETURNS[number % 2])
    reviewer = stage.offices[content.reviewer].reviewer(number)
    await service.decide(stage.db, reviewer, party.id, body)


async def _register(stage: Stage, content: Enterprise, form: EnterpriseDraft) -> Party:
    person = await stage.open_account(content.contact)
    form.evidence = await stage.proofs(person, scans.ENTERPRISE)
    started = await service.start(stage.db, person, form)
    return await stage.acting(started.id, person, Role.ENTERPRISE)


async def _submit(stage: Stage, party: Party, content: Enterprise) -> None:
    body = await stage.signature("enterprise", content.legal_representative.name)
    await service.submit(stage.db, party.actor, party.id, None, body)
