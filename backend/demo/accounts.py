"""The accounts a visitor of the demo signs in with."""

from dataclasses import dataclass

from backend.demo import people
from backend.demo.loading.stage import PASSWORD
from backend.demo.newcomers import officer
from backend.demo.records import Person
from backend.identity.permissions import ROLE_NAMES, Role


@dataclass(frozen=True)
class DemoAccount:
    """One account: who it is, how to sign in, what to look at."""

    role: Role
    identifier: str
    password: str
    look_at: str

    @property
    def role_name(self) -> str:
        """The role in Chinese."""
        return ROLE_NAMES[self.role]


def demo_accounts() -> list[DemoAccount]:
    """One account for each role, in the order of a demand's life."""
    return [
        _account(Role.EXPERT, people.expert(0).person, "有企业的邀请待答复"),
        _account(Role.DEPARTMENT, officer(0), "待签收的推荐批次，逾期的推荐部门"),
        _account(Role.SYSTEM_ADMIN, officer(2), "账号和站点文字"),
        _account(Role.AUDITOR, officer(3), "审计记录"),
    ]


def _account(role: Role, who: Person, look_at: str) -> DemoAccount:
    return DemoAccount(role, who.phone, PASSWORD, look_at)
