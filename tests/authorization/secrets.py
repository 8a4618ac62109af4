"""Values planted in the world that only some may ever read, in whatever answer."""

import re
from dataclasses import dataclass

from tests.authorization.asking import Answer
from tests.authorization.cast import Cast
from tests.authorization.matrix import Cell

REVEAL = frozenset(
    {"POST /experts/{expert_id}/reveal", "POST /integrity/reports/{report_id}/reveal"}
)
IDENTITY_NUMBER = re.compile(r"360102\d{11}[\dX]")
# Read in clear by nobody, not the owner either, but through the reading that is put on record.
BY_REVEAL = ("13877770001", "hidden-mail@demo.example", "13855550001")


@dataclass(frozen=True)
class Secret:
    """A value, and who may read it."""

    value: str
    readers: frozenset[str]


def secrets(cast: Cast) -> list[Secret]:
    """Every planted value. The department and the auditor see what happened (domain.md, 1)."""
    above = {"department", "second_officer", "auditor"}
    office = {"county_here", "liaison_here"}
    told: dict[str, set[str]] = {
        # Who opted out is named to himself, to offices, and to nobody else before both consent.
        "演示名独孤隐": {"unnamed", "university_here", *office},
        "演示隐名大学": {"unnamed", "university_here"},
        "隐历一九九八年": {"unnamed", "university_here"},
        "隐容只在夜间": {"unnamed", "university_here"},
        "隐果一种": {"unnamed", "university_here"},
        # The office gives its opinion on the waiver that the draft needs.
        "演示稿无人知": {"applicant", "city_here"},
        "演示名新来": {"newcomer", "city_here"},
        "草稿密题甲未公开": {"enterprise"},
        "草稿密题乙": {"enterprise_other"},
        "密文配方第七号": {"enterprise", *office},
        "密名某": {"enterprise", *office},
        "审注指标写得太宽": {"enterprise", *office},
        "变因项目方向调整": {"enterprise", "expert", "city_here", *office},
        "信因伪造检测报告": set(),
        "举密其申报": {"city_here"},
    }
    found = [Secret(value, frozenset(readers | above)) for value, readers in told.items()]
    # A rating nobody but its giver reads before all are in: not the department either.
    sealed = Secret("封评到岗太少", frozenset({"liaison_here"}))
    assert all(one.readers <= {*cast.actors} for one in found)
    return [*found, sealed]


def told_to_others(cell: Cell, answer: Answer, planted: list[Secret]) -> list[str]:
    """Secrets in an answer to somebody who may not read them."""
    text = answer.text
    where = f"{cell.row.operation} as {cell.who} on {cell.thing.label if cell.thing else '-'}"
    found = [
        f"{where}: {one.value}"
        for one in planted
        if one.value in text and cell.who not in one.readers
    ]
    if cell.row.operation not in REVEAL:
        in_clear = [*(one for one in BY_REVEAL if one in text), *IDENTITY_NUMBER.findall(text)]
        found += [f"{where}: {one} in clear" for one in in_clear]
    return found
