"""Degrees and professional titles that fit an expert's employer and age."""

from datetime import date
from random import Random

from backend.demo.records import Qualification

# Employer kind -> (series code of the title list, senior, associate senior, middle title).
_TEACHER = ("01", "教授", "副教授", "讲师")
_RESEARCHER = ("02", "研究员", "副研究员", "助理研究员")
_ENGINEER = ("04", "正高级工程师", "高级工程师", "工程师")
_PHARMACIST = ("06", "主任药师", "副主任药师", "主管药师")
_LADDERS = {
    "university": _TEACHER,
    "municipal_university": _TEACHER,
    "out_of_province": _TEACHER,
    "institute": _RESEARCHER,
    "municipal_institute": _RESEARCHER,
    "new_rd": _RESEARCHER,
    "central": _RESEARCHER,
    "provincial_institution": _ENGINEER,
    "enterprise": _ENGINEER,
    "hospital": _PHARMACIST,
}
_LEVELS = ("正高", "副高", "中级")
_DEGREES = {
    "DOCTOR": ("EDU_DOCTOR", 29),
    "MASTER": ("EDU_MASTER", 26),
    "BACHELOR": ("EDU_BACHELOR", 23),
}
_SCHOOLS = (
    "赣江示范理工大学（演示）",
    "外省示范科技大学（演示）",
    "北方虚构工业大学（演示）",
)
_LAST_YEAR = 2025
# An appointment rather than a title of the list: a person has to decide what it counts as.
_TRAP = "特聘教授"


def qualification(random: Random, born: date, employer_kind: str, case: str) -> Qualification:
    """The degree and title of an expert; without a case at least one of them meets the notice."""
    age = _LAST_YEAR - born.year
    degree = _degree(random, age, case)
    rank = _rank(random, age, case)
    ladder = _LADDERS[employer_kind]
    education, at_age = _DEGREES[degree]
    trapped = case == "title_trap"
    return Qualification(
        education=education,
        degree=degree,
        degree_date=date(min(born.year + at_age + random.randrange(4), _LAST_YEAR), 6, 30),
        school=random.choice(_SCHOOLS),
        title=_TRAP if trapped else ladder[rank + 1],
        title_series=ladder[0],
        title_level="" if trapped else _LEVELS[rank],
        title_date=date(min(born.year + 44 - 6 * rank + random.randrange(3), _LAST_YEAR), 12, 1),
    )


def _degree(random: Random, age: int, case: str) -> str:
    fixed = {"degree_waiver": "MASTER", "title_only": "BACHELOR", "title_trap": "MASTER"}
    if case in fixed:
        return fixed[case]
    if age < 40 or case == "doctorate_only":
        return "DOCTOR"
    return random.choices(("DOCTOR", "MASTER", "BACHELOR"), (60, 30, 10))[0]


def _rank(random: Random, age: int, case: str) -> int:
    """0 senior, 1 associate senior, 2 middle; only doctors under forty may be at 2."""
    fixed = {"degree_waiver": 2, "doctorate_only": 2, "title_only": 1}
    if case in fixed:
        return fixed[case]
    if age >= 46:
        return random.choice((0, 0, 1))
    if age >= 38:
        return random.choice((0, 1, 1, 1)) if age >= 42 else 1
    return random.choice((1, 2, 2)) if age >= 33 else 2
