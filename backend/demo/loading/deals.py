"""From mutual consent to the filed agreement, and where it stopped on the way."""

from backend.agreements import service
from backend.agreements.schemas import AgreementIn, AgreementRead, FilingIn, SignIn, TermsIn
from backend.attachments.schemas import Upload
from backend.demo import people
from backend.demo.loading.courtship import apply, invite
from backend.demo.loading.history import Life
from backend.demo.loading.scans import sealed_scan
from backend.demo.loading.services import served
from backend.demo.loading.stage import Affair, Party, Stage
from backend.demo.loading.stories import Fate, home_firm
from backend.engagements import service as engagements
from backend.engagements.schemas import EngagementQuery
from backend.matches import service as matches
from backend.matches.schemas import ConsentIn, WithdrawIn
from backend.teams.states import DeclineCode

F = Fate
# Days ago on which both had consented; the others a fortnight after publication.
_AGREED = {
    F.AGREED: 3.2,
    F.DRAFTED: 5.1,
    F.PARTLY: 6.4,
    F.SIGNED: 7.5,
    F.SIGNED_LATE: 22,
    F.SENT_BACK: 15,
    F.CAME_APART: 22,
    F.UNSIGNED: 34,
}
_FORTNIGHT = 14
# Days after the consents.
_DRAFTED, _REVISED, _FIRST, _SECOND, _SEALED, _FILED = 1.0, 1.6, 2.2, 3.4, 4.5, 5.6
_REVISED_EVERY = 5


async def dealt(stage: Stage, affair: Affair) -> Life:
    """Both sides come to terms, and on with it as far as the story goes."""
    fate = affair.story.fate
    agreed = _AGREED.get(fate, affair.story.days - _FORTNIGHT)
    for step in (_agree, _drafted, _sign, _file):
        async for moment in step(stage, affair, agreed):
            yield moment
        if fate in _STOPPED_AFTER.get(step.__name__, ()):
            return
    if affair.engagement_id is not None:
        async for moment in served(stage, affair, agreed - _FILED):
            yield moment


# Where the stories stop that never came to service.
_STOPPED_AFTER = {
    "_agree": (F.AGREED,),
    "_drafted": (F.DRAFTED, F.UNSIGNED, F.CAME_APART),
    "_sign": (F.PARTLY, F.SIGNED, F.SIGNED_LATE),
}


async def _agree(stage: Stage, affair: Affair, agreed: float) -> Life:
    """One asks, others apply too, the other side consents; the others are kept in reserve."""
    by_application = affair.index % 3 == 0
    if affair.match_id is None:
        yield stage.ago(agreed + 4)
        first = apply if by_application else invite
        affair.match_id = await first(stage, affair, affair.chosen)
    else:
        by_application = True
    reserve = () if affair.story.is_team else affair.story.experts[1:]
    for number, expert in enumerate(reserve):
        yield stage.ago(agreed + 3 - number)
        await apply(stage, affair, expert)
    yield stage.ago(agreed)
    answering = affair.firm if by_application else stage.experts[affair.chosen]
    body = ConsentIn(text_hash=affair.text_hash)
    assert affair.match_id is not None
    await matches.consent(stage.db, answering.actor, affair.match_id, body)


async def _leave(stage: Stage, affair: Affair) -> None:
    assert affair.match_id is not None
    expert = stage.experts[affair.chosen]
    body = WithdrawIn(code=DeclineCode.TIME, reason="所在单位临时安排出国合作，半年内无法到厂。")
    await matches.withdraw(stage.db, expert.actor, affair.match_id, body)


async def _drafted(stage: Stage, affair: Affair, agreed: float) -> Life:
    """The text is drafted and, by some, given another clause; or one side leaves after all."""
    yield stage.ago(agreed - _DRAFTED)
    assert affair.match_id is not None
    body = AgreementIn(match_id=affair.match_id)
    agreement = await service.open_agreement(stage.db, affair.firm.actor, body)
    if affair.story.fate is F.CAME_APART:
        yield stage.ago(agreed - 5)
        await _leave(stage, affair)
    elif affair.index % _REVISED_EVERY == 1:
        yield stage.ago(agreed - _REVISED)
        agreement = await _revise(stage, affair, agreement)
    affair.agreement_id, affair.text_hash = agreement.id, agreement.text_hash


async def _revise(stage: Stage, affair: Affair, agreement: AgreementRead) -> AgreementRead:
    """The expert asks for a clause; the text gets a new revision."""
    expert = stage.experts[affair.chosen].actor
    terms = agreement.terms.model_dump(exclude={"targets"})
    terms["extra"] = "试验数据由双方共享，对外发表前须经对方书面同意。"
    body = TermsIn.model_validate(terms)
    return await service.revise_terms(stage.db, expert, agreement.id, body, None)


async def _sign(stage: Stage, affair: Affair, agreed: float) -> Life:
    firm, expert = affair.firm, stage.experts[affair.chosen]
    expert_first = affair.index % 2 == 0 or affair.content.enterprise == home_firm()
    first, second = (expert, firm) if expert_first else (firm, expert)
    yield stage.ago(agreed - _FIRST)
    await _put_name(stage, affair, first)
    if affair.story.fate is not F.PARTLY:
        yield stage.ago(agreed - _SECOND)
        await _put_name(stage, affair, second)
        if affair.story.fate is F.SIGNED_LATE:
            yield stage.ago(agreed - _SEALED)
            await _seal(stage, affair)


async def _seal(stage: Stage, affair: Affair) -> None:
    """Printed, sealed by both, scanned and sent back: known by the codes on its pages."""
    assert affair.agreement_id is not None
    paper = await service.download_paper(stage.db, affair.firm.actor, affair.agreement_id)
    arrived = Upload(await sealed_scan(paper.content), "派驻服务协议（盖章扫描件）.pdf")
    mine = affair.firm.actor
    await service.upload_sealed(stage.db, mine, affair.agreement_id, arrived, ("", ""))


async def _put_name(stage: Stage, affair: Affair, who: Party) -> None:
    assert affair.agreement_id is not None
    name = people.enterprise(affair.content.enterprise).legal_representative.name
    if who is not affair.firm:
        name = who.actor.name
    body = SignIn(text_hash=affair.text_hash, signer_name=name)
    await service.sign(stage.db, who.actor, affair.agreement_id, body)


async def _file(stage: Stage, affair: Affair, agreed: float) -> Life:
    """The office receives the agreement, and the service begins; or it sends it back."""
    yield stage.ago(agreed - _FILED)
    assert affair.agreement_id is not None
    body = FilingIn(decision="accept")
    if affair.story.fate is F.SENT_BACK:
        reason = "服务天数与需求写明的天数不一致，请双方核对后重新签署。"
        body = FilingIn(decision="return", reason=reason)
    await engagements.file_agreement(stage.db, affair.reviewer, affair.agreement_id, body)
    asked = EngagementQuery(demand_id=affair.id)
    begun = await engagements.listing(stage.db, affair.firm.actor, asked)
    affair.engagement_id = begun.items[0].id if begun.items else None
