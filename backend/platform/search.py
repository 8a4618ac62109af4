"""Text search without a segmenter: Chinese runs are cut into overlapping pairs of characters.

Measured on real demands, pairs find better than words and need no dictionary. Pure.
"""

import re
import unicodedata
from collections.abc import Iterable

RUN = re.compile(r"[a-z0-9]+(?:[.+/-][a-z0-9]+)*|[\u3400-\u9fff]+")
LAST_POSITION = 16_383
"""PostgreSQL counts positions of a tsvector no further."""
MOST_TERMS = 200
# Characters of grammar, and pairs every technical text has: they tell no two texts apart. A
# stand-in for document frequencies until the ranking keeps them.
GRAMMAR = frozenset("的了和与及或等在是对为其有以并将从而之所被把各该此这那不也都就要会到个中上下")
COMMONPLACE = frozenset(
    (  # noqa: SIM905 - words read better in rows
        "技术 研究 系统 进行 主要 目标 通过 基于 方法 分析 设计 应用 企业 产品 生产 问题 "
        "要求 提高 项目 开发 实现 采用 使用 利用 情况 影响 条件 过程 结果 因素 发现 由于 "
        "需要 相关 具有 不同 工作 公司 解决 水平 一种 关键 目前 现有 建立 提出 能力 质量 "
        "工程 重要 方案 性能 开展 完成 达到 平台 服务 管理 数据 信息 设备 针对 搭建 计算 "
        "满足 试验 实验 测试 控制 优化 "
    ).split()
)


def _runs(text: str) -> list[str]:
    return RUN.findall(unicodedata.normalize("NFKC", text).lower())


def _pairs(run: str) -> list[str]:
    if run[0] < "\u3400" or len(run) == 1:
        return [run]
    return [run[start : start + 2] for start in range(len(run) - 1)]


def terms(text: str) -> list[str]:
    """The terms of a text in order: pairs of Chinese characters, Latin words and numbers whole."""
    return [term for run in _runs(text) for term in _pairs(run)]


def vector(*weighted: tuple[str, str]) -> str:
    """The tsvector, as PostgreSQL reads it, of (weight A to D, text) parts."""
    found: list[str] = []
    for weight, text in weighted:
        for term in terms(text):
            position = min(len(found) + 1, LAST_POSITION)
            found.append(f"'{term}':{position}{weight}")
    return " ".join(found)


def _distinct(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found))[:MOST_TERMS]


def tells(term: str) -> bool:
    """Whether a term tells texts apart: neither grammar nor commonplace."""
    return term not in COMMONPLACE and not (len(term) == 2 and GRAMMAR & set(term))


def any_of(text: str) -> str:
    """The tsquery for texts sharing a telling term with this one; any term when none tells."""
    found = terms(text)
    telling = [term for term in found if tells(term)]
    return " | ".join(f"'{term}'" for term in _distinct(telling or found))


def all_of(text: str) -> str:
    """The tsquery of a search box: every term has to be there."""
    return " & ".join(f"'{term}'" for term in _distinct(terms(text)))


def common_words(source: str, targets: Iterable[str]) -> list[str]:
    """The longest pieces of `source` whose every term occurs in a target, in order, once each."""
    known = {term for target in targets for term in terms(target) if tells(term)}
    words = [word for run in _runs(source) for word in _known_pieces(run, known)]
    return list(dict.fromkeys(words))


def _known_pieces(run: str, known: set[str]) -> list[str]:
    pairs = _pairs(run)
    if pairs == [run]:
        return [run] if run in known and len(run) > 1 else []
    pieces, start = [], None
    for place, pair in enumerate([*pairs, ""]):
        if pair in known:
            start = place if start is None else start
        elif start is not None:
            pieces.append(run[start : place + 1])
            start = None
    return pieces
