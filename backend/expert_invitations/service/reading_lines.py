"""The spreadsheet of invitations: its columns, and what each line says."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists import service as codelists
from backend.codelists.checks.numbers import check_credit_code, normal_mobile
from backend.expert_invitations.schemas import RowFault
from backend.identity.schemas import EMAIL
from backend.platform.documents import Column, UnreadableSheet, read_sheet
from backend.platform.problems import invalid

NAME, PHONE, MAIL = "姓名", "手机号", "邮箱"
EMPLOYER, CODE, DEPARTMENT, POSITION = "工作单位", "统一社会信用代码", "所在部门", "职务"
DEGREE, TITLE, DISCIPLINE, CITY = "最高学位", "职称", "主要学科", "工作所在设区市"
TITLES = (
    *(NAME, PHONE, MAIL, EMPLOYER, CODE, DEPARTMENT),
    *(POSITION, DEGREE, TITLE, DISCIPLINE, CITY),
)
MOST_LINES = 500
LONGEST = 100
NATURAL = frozenset("ABCD")


@dataclass(frozen=True)
class Choices:
    """What the columns with a list take: the words offered, and the codes they stand for."""

    degrees: Mapping[str, str]
    disciplines: Mapping[str, str]
    cities: Mapping[str, str]
    titles: Sequence[str]


@dataclass
class Line:
    """One line: who is invited, what is known of the registration, and every fault at once."""

    number: int
    said: Mapping[str, str]
    phone: str | None = None
    email: str | None = None
    prefill: dict[str, Any] = field(default_factory=dict)
    faults: list[RowFault] = field(default_factory=list)

    @property
    def name(self) -> str:
        """As written."""
        return self.said[NAME]

    def blame(self, column: str, message: str) -> None:
        """Note a fault of one cell."""
        self.faults.append(RowFault(column=column, message=message))


async def choices(session: AsyncSession) -> Choices:
    """Step: the code lists behind the columns."""
    degrees = await codelists.present_rows(session, "degrees")
    disciplines = await codelists.present_rows(session, "disciplines")
    divisions = await codelists.present_rows(session, "divisions")
    titles = await codelists.present_rows(session, "titles")
    return Choices(
        degrees={row["name"]: row["code"] for row in degrees if row["kind"] == "学位"},
        disciplines={
            f"{row['code']} {row['name']}": row["code"]
            for row in disciplines
            if row["level"] == "1" and row["group"] in NATURAL
        },
        cities={row["name"]: row["code"] for row in divisions if row["level"] == "city"},
        titles=list(dict.fromkeys(row["name"] for row in titles)),
    )


def columns(known: Choices) -> list[Column]:
    """The template's columns, with hints and the lists to choose from."""
    return [
        Column(NAME, 12, "必填，与身份证件一致。"),
        Column(PHONE, 16, "11位手机号。手机号和邮箱至少填一项，用于登录。"),
        Column(MAIL, 26, "邀请发到这个邮箱。不填则由本单位把邀请链接转交本人。"),
        Column(EMPLOYER, 28, "单位全称，可不填。"),
        Column(CODE, 22, "18位统一社会信用代码，可不填。"),
        Column(DEPARTMENT, 18, "可不填。"),
        Column(POSITION, 14, "可不填。"),
        Column(DEGREE, 12, "从列表中选择，可不填。", list(known.degrees)),
        Column(TITLE, 18, "从列表中选择；列表中没有的可以直接填写。", known.titles, open=True),
        Column(DISCIPLINE, 26, "从列表中选择一级学科，可不填。", list(known.disciplines)),
        Column(CITY, 16, "从列表中选择，可不填。", list(known.cities)),
    ]


async def read_lines(session: AsyncSession, file: BinaryIO) -> list[Line]:
    """Step: every filled line, judged. Raises 422 for a file that is no filled-in template."""
    try:
        found = await read_sheet(file, TITLES)
    except UnreadableSheet as error:
        raise invalid(("/file", str(error))) from error
    if not found:
        raise invalid(("/file", "表格里还没有填写人员，请填写后重新上传。"))
    if len(found) > MOST_LINES:
        raise invalid(("/file", f"一次最多邀请 {MOST_LINES} 人，请分成几份上传。"))
    known = await choices(session)
    lines = [_judged(number, said, known) for number, said in found]
    _blame_twins(lines)
    return lines


def _judged(number: int, said: Mapping[str, str], known: Choices) -> Line:
    line = Line(number, said)
    for judge in (_who, _reach, _employer):
        judge(line)
    _coded(line, known)
    for column in TITLES:
        if len(said[column]) > LONGEST:
            line.blame(column, f"最多 {LONGEST} 字，请缩短。")
    return line


def _who(line: Line) -> None:
    if not line.name:
        line.blame(NAME, "请填写姓名。")
    elif not 2 <= len(line.name) <= 50:
        line.blame(NAME, "姓名应为2至50字，请核对。")


def _reach(line: Line) -> None:
    phone, email = line.said[PHONE], line.said[MAIL]
    if not phone and not email:
        line.blame(PHONE, "手机号和邮箱至少填写一项。")
    if phone:
        line.phone = normal_mobile(phone)
        if line.phone is None:
            line.blame(PHONE, "手机号应为11位数字，请核对。")
    if email:
        line.email = email.lower()
        if not re.fullmatch(EMAIL, email):
            line.blame(MAIL, "邮箱格式不对，应如 name@example.com，请核对。")


def _employer(line: Line) -> None:
    for column, name in ((EMPLOYER, "employer_name"), (DEPARTMENT, "department")):
        _take(line, column, name)
    _take(line, POSITION, "position")
    _take(line, TITLE, "title_name")
    if line.said[CODE]:
        code = check_credit_code(line.said[CODE])
        if code.ok:
            line.prefill["employer_uscc"] = code.code
        else:
            line.blame(CODE, code.fault)


def _take(line: Line, column: str, name: str) -> None:
    if line.said[column]:
        line.prefill[name] = line.said[column]


def _coded(line: Line, known: Choices) -> None:
    for column, name, codes in (
        (DEGREE, "degree_code", known.degrees),
        (DISCIPLINE, "main_discipline", known.disciplines),
        (CITY, "city_code", known.cities),
    ):
        said = line.said[column]
        code = _code(said, codes)
        if code:
            line.prefill[name] = code
        elif said:
            line.blame(column, f"列表中没有“{said[:20]}”，请从下拉列表中选择。")


def _code(said: str, codes: Mapping[str, str]) -> str | None:
    """By the words offered, or by the code or the name alone."""
    for words, code in codes.items():
        if said and said in (words, code, words.removeprefix(f"{code} ")):
            return code
    return None


def _blame_twins(lines: Sequence[Line]) -> None:
    """The second line with the same number is at fault."""
    for column, number_of in _NUMBERS:
        seen: dict[str, int] = {}
        for line in lines:
            value = number_of(line)
            if value in seen:
                line.blame(column, f"与第 {seen[value]} 行的{column}相同，请删去重复的一行。")
            elif value:
                seen[value] = line.number


_NUMBERS: tuple[tuple[str, Callable[[Line], str | None]], ...] = (
    (PHONE, lambda line: line.phone),
    (MAIL, lambda line: line.email),
)


def fault_text(line: Line) -> str:
    """All faults of a line in one cell."""
    return "；".join(f"{one.column}：{one.message}" for one in line.faults)


def padded(lines: Sequence[Line], first: int) -> Iterator[Line | None]:
    """The lines with the empty ones between them, so that each keeps its number."""
    number = first
    for line in lines:
        while number < line.number:
            number += 1
            yield None
        number += 1
        yield line
