"""Puts an expert into the department of the employer that fits his or her disciplines."""

from collections.abc import Sequence
from random import Random

# First-level discipline -> words that a fitting department has in its name, best first.
_HINTS = {
    "140": ("光学", "电子"),
    "180": ("生物",),
    "210": ("农", "食品"),
    "220": ("林", "木竹"),
    "230": ("动物",),
    "310": ("检验", "生物"),
    "350": ("化药", "药"),
    "360": ("中药", "药"),
    "413": ("电子", "机电", "数字"),
    "430": ("材料", "新材", "陶瓷", "无机"),
    "440": ("资源", "选矿"),
    "450": ("冶",),
    "460": ("机械", "机电", "装备"),
    "470": ("电气", "能源"),
    "480": ("能源", "节能", "储能"),
    "510": ("电子", "机电"),
    "520": ("计算机", "数字", "电子"),
    "530": ("化学化工", "化学", "化工", "聚合", "储能"),
    "535": ("家具", "结构"),
    "540": ("纺织",),
    "550": ("食品",),
    "560": ("土木", "建筑"),
    "590": ("航空",),
    "610": ("环保", "资源", "化工"),
}


def department_for(random: Random, departments: Sequence[str], disciplines: Sequence[str]) -> str:
    """The first department that fits the main discipline, else a later one, else any."""
    for discipline in disciplines:
        for hint in _HINTS.get(discipline, ()):
            fitting = [name for name in departments if hint in name]
            if fitting:
                return fitting[0]
    return random.choice(departments)
