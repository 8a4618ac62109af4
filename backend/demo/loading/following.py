"""What liaisons do about services: visits, and the problems both sides bring to them."""

from backend.demo.loading.stage import Affair, Stage
from backend.engagements import service as engagements
from backend.liaison import service
from backend.liaison.schemas import AnswerIn, ProblemIn, VisitIn
from backend.platform import clock

_SEEN = (
    "到厂看了试验线，双方配合正常，特派员按约到岗。",
    "与企业技术负责人座谈，进度比计划略慢，已提醒补上记录。",
    "查看了记录和样品，指标在改善，企业希望多安排现场指导。",
)
_STUCK = (
    "检测设备排期要等三周，希望协调园区共享实验室。",
    "特派员进厂手续办理较慢，希望园区出面沟通。",
)


async def followed(stage: Stage, affair: Affair) -> None:
    """The liaison's first visit; of every third service a problem: open, answered, or closed."""
    liaison, engagement_id = affair.office.liaison, affair.engagement_id
    assert engagement_id is not None
    shown = await engagements.read(stage.db, affair.firm.actor, engagement_id)
    followed_by = shown.liaison_organisation
    if liaison is None or followed_by is None or followed_by.id != affair.office.id:
        return
    index = affair.index
    if index % 2:
        note = _SEEN[index % len(_SEEN)]
        body = VisitIn(day=clock.today(), way="onsite" if index % 4 == 1 else "phone", note=note)
        await service.add_visit(stage.db, liaison, engagement_id, body)
    if index % 3 == 0:
        told = ProblemIn(text=_STUCK[index % len(_STUCK)])
        raised = await service.raise_problem(stage.db, affair.firm.actor, engagement_id, told)
        problem, stands = raised.problems[0].id, index // 3 % 3
        if stands:
            answer = AnswerIn(answer="已联系共享实验室，下周二起可以使用。")
            await service.answer(stage.db, liaison, problem, answer)
        if stands > 1:
            await service.close(stage.db, affair.firm.actor, problem)
