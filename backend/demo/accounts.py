"""The accounts a visitor of the demo signs in with, each with something waiting for it."""

from dataclasses import dataclass
from functools import cache

from backend.demo import people
from backend.demo.loading.fates import HOME_UNIVERSITY, ExpertFate, expert_fates
from backend.demo.loading.stage import PASSWORD
from backend.demo.loading.stories import HOME_OFFICE, home_expert, home_firm
from backend.demo.newcomers import officer
from backend.demo.records import Person
from backend.identity.permissions import ROLE_NAMES, Role


@dataclass(frozen=True)
class DemoAccount:
    """One account: who it is, how to sign in, what to look at."""

    role: Role
    who: str
    identifier: str
    password: str
    look_at: str

    @property
    def role_name(self) -> str:
        """The role in Chinese."""
        return ROLE_NAMES[self.role]


@cache
def returned_expert() -> int:
    """An applicant of the demo university whose registration was sent back."""
    fates = expert_fates()
    return next(
        index
        for index in range(people.EXPERTS)
        if fates[index] is ExpertFate.RETURNED
        and people.expert(index).recommender == HOME_UNIVERSITY
    )


def demo_accounts() -> list[DemoAccount]:
    """The accounts to show, the parties of a demand's life first."""
    firm, expert = people.enterprise(home_firm()), people.expert(home_expert())
    zone, university = people.organisation(HOME_OFFICE), people.organisation(HOME_UNIVERSITY)
    applicant = people.expert(returned_expert())
    liaison = zone.staff[1]
    return [
        _account(Role.ENTERPRISE, firm.contact, firm.name, "有特派员申请待答复，有协议待签署"),
        _account(
            Role.EXPERT,
            expert.person,
            expert.person.name,
            "已服务三家企业：一家提出结束待确认，另有企业邀请待答复",
        ),
        _account(Role.EXPERT, applicant.person, applicant.person.name, "申请被退回，待修改后重报"),
        _account(Role.REVIEWER, zone.contact, zone.name, "企业、需求待审核（有逾期），协议待备案"),
        _account(
            Role.REVIEWER, university.contact, university.name, "特派员申请待审核，本月推荐批次"
        ),
        _account(Role.LIAISON, liaison, zone.name, "本区服务已结束的待评价"),
        _account(Role.DEPARTMENT, officer(0), "省科技厅（演示）", "推荐批次待签收备案，谁逾期未报"),
        _account(Role.SYSTEM_ADMIN, officer(2), "省科技厅（演示）", "账号与站点文字"),
        _account(Role.AUDITOR, officer(3), "省科技厅（演示）", "全部操作留痕"),
    ]


def _account(role: Role, person: Person, who: str, look_at: str) -> DemoAccount:
    return DemoAccount(role, who, person.phone, PASSWORD, look_at)
