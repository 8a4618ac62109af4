"""A university invites some of its staff from a spreadsheet, as its clerk does it."""

from collections.abc import AsyncIterator, Sequence

from backend.demo import people
from backend.demo.loading.fates import HOME_UNIVERSITY
from backend.demo.loading.history import Life
from backend.demo.loading.stage import PASSWORD, Stage
from backend.demo.newcomers import invited
from backend.demo.records import Person
from backend.expert_invitations import service
from backend.expert_invitations.schemas import AcceptIn, InvitationQuery
from backend.expert_invitations.service.reading_lines import TITLES
from backend.platform.documents import Column, Sheet, write_sheet

_FIELDS = ("430 材料科学", "520 计算机科学技术", "460 机械工程", "")
_POSTS = ("副教授", "教授", "高级工程师", "讲师")
_INVITED, _WITHOUT_MAIL = 8, 3


async def invitations(stage: Stage) -> Life:
    """Some have signed up, some have not, two got no mail, one was invited by mistake."""
    yield stage.ago(34)
    clerk = stage.offices[HOME_UNIVERSITY].manager
    early = [invited(number) for number in range(2)]
    await _send(stage, early)
    yield stage.ago(6)
    later = [invited(number) for number in range(2, _INVITED)]
    await _send(stage, later)
    listed = (await service.listing(stage.db, clerk, InvitationQuery())).items
    by_hand = [one for one in listed if not one.by_mail]
    link = await service.hand_over(stage.db, clerk, by_hand[0].id)
    await service.revoke(stage.db, clerk, listed[0].id)
    yield stage.ago(4)
    phone = next(one.phone for one in later if one.name == by_hand[0].name)
    token = link.link.rpartition("#")[2]
    await service.accept(stage.db, AcceptIn(token=token, identifier=phone, password=PASSWORD))


async def _send(stage: Stage, who: Sequence[Person]) -> None:
    """Fill the template in and upload it."""
    university = people.organisation(HOME_UNIVERSITY)

    async def lines() -> AsyncIterator[Sequence[str]]:
        for number, one in enumerate(who):
            mail = "" if number % _WITHOUT_MAIL == 1 else one.email
            known = {
                "姓名": one.name,
                "手机号": one.phone,
                "邮箱": mail,
                "工作单位": university.name,
                "统一社会信用代码": university.uscc,
                "最高学位": "博士学位" if number % 2 else "硕士学位",
                "职称": _POSTS[number % len(_POSTS)],
                "主要学科": _FIELDS[number % len(_FIELDS)],
                "工作所在设区市": "南昌市",
            }
            yield [known.get(title, "") for title in TITLES]

    columns = [Column(title) for title in TITLES]
    with await write_sheet(Sheet("邀请名单", columns), lines()) as file:
        clerk = stage.offices[HOME_UNIVERSITY].manager
        await service.send(stage.db, clerk, file, only_correct=False)
