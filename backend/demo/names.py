"""Invented person names; every one carries the marker that says so."""

from functools import cache

from backend.demo.identifiers import email, phone, rng
from backend.demo.records import Person

MARKER = "（演示）"

_SURNAMES = (
    "林陈黄吴徐胡朱高何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛"
    "叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷"
)
_MALE = (
    "知远 景行 怀瑾 维桢 砚清 立言 慕松 承泽 启明 思齐 望舒 则诚 允恭 既明 延之 书屿 牧野 "
    "守拙 闻道 观澜 云帆 子衿 修远 逸尘 和光 敬之 若谷 秉文 载物 清和 鸿渐 之栋 彦博 朗川"
)
_FEMALE = (
    "静姝 采薇 令仪 若兰 念慈 知夏 婉清 素问 映雪 书瑶 语棠 疏桐 听澜 初晴 云舒 沐晴 锦书 "
    "含章 清越 思源 未央 攸宁 芷若 南乔 佩玖 嘉禾 半夏 予安 如初 青禾 凝霜 晚棠 月明 小满"
)
_GIVEN = tuple((name, "male") for name in _MALE.split()) + tuple(
    (name, "female") for name in _FEMALE.split()
)


@cache
def _order() -> tuple[int, ...]:
    total = len(_SURNAMES) * len(_GIVEN)
    return tuple(rng("names").sample(range(total), total))


def person(kind: str, serial: int, offset: int) -> Person:
    """The person number `offset + serial` of the province; no two share a name or a telephone.

    `kind` only shapes the e-mail address.
    """
    number = _order()[offset + serial]
    given, sex = _GIVEN[number % len(_GIVEN)]
    surname = _SURNAMES[number // len(_GIVEN)]
    return Person(
        name=f"{surname}{given}{MARKER}",
        sex=sex,
        phone=phone(offset + serial),
        email=email(kind, serial),
    )
