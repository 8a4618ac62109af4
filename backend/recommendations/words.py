"""Which words two texts share, as a person would say them, and the terms the index cuts. Pure.

Without a segmenter a common piece may be half a word (检测技 of 检测技术). A piece is shown only
when somebody declared it as a keyword, or when one of the texts has it with a word's ends: at
the edge of a run, or beside a character of grammar or a word every technical text has.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import md5
from itertools import pairwise

# Characters of grammar, and pairs every technical text has: a word may end beside them.
GRAMMAR = frozenset("的了和与及或等在是对为其有以并将从而之所被把各该此这那不也都就要会到个中上下")
COMMONPLACE = frozenset(
    (  # noqa: SIM905 - words read better in rows
        "技术 研究 系统 进行 主要 目标 通过 基于 方法 分析 设计 应用 企业 产品 生产 问题 "
        "要求 提高 项目 开发 实现 采用 使用 利用 情况 影响 条件 过程 结果 因素 发现 由于 "
        "需要 相关 具有 不同 工作 公司 解决 水平 一种 关键 目前 现有 建立 提出 能力 质量 "
        "工程 重要 方案 性能 开展 完成 达到 平台 服务 管理 数据 信息 设备 针对 搭建 计算 "
        "满足 试验 实验 测试 控制 优化 根据 发生 出现 产生 存在 导致 造成 保证 确保 达成 包括 "
        "形成 促进 推动 提升 增加 减少 降低 改善 改进 加强 结合 考虑 探索 研制 希望 拟定 经验 "
        "业务 国内 国外 国际 同时 以及 其中 其他 主题 核心 关于 作为 成为 得到 获得 提供 支持 "
        "处理 正常 异常 传统 先进 有效 良好 一定 各种 多种 领域 方面 特点 优势 需求 市场 用户 "
        "行业 范围 内容 阶段 状态 程度 时间 地区 "
    ).split()
)
HAN = re.compile(r"[\u3400-\u9fff]+")
LATIN = re.compile(r"[a-z0-9]+")
SHORTEST = 2


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def terms(text: str) -> Counter[int]:
    """The terms of a text with their counts, numbered as `matching_terms` of the database does."""
    plain, found = _plain(text), Counter[int]()
    for run in HAN.findall(plain):
        codes = [ord(mark) for mark in run]
        found.update(codes)
        found.update(a << 16 | b for a, b in pairwise(codes))
    for word in LATIN.findall(plain):
        digest = md5(word.encode(), usedforsecurity=False).hexdigest()
        found[65536 + int(digest[:7], 16)] += 1
    return found


def _is_telling(word: str) -> bool:
    if word in COMMONPLACE or len(word) < SHORTEST:
        return False
    return not all(mark in GRAMMAR for mark in word)


def _begins_clean(text: str, start: int) -> bool:
    before = text[:start]
    if not before or not HAN.fullmatch(before[-1]) or before[-1] in GRAMMAR:
        return True
    return before[-2:] in COMMONPLACE


def _ends_clean(text: str, end: int) -> bool:
    after = text[end:]
    if not after or not HAN.fullmatch(after[0]) or after[0] in GRAMMAR:
        return True
    return after[:2] in COMMONPLACE


def _is_whole(word: str, text: str) -> bool:
    """Whether the word stands somewhere in the text with a word's end on both sides."""
    start = text.find(word)
    while start >= 0:
        if _begins_clean(text, start) and _ends_clean(text, start + len(word)):
            return True
        start = text.find(word, start + 1)
    return False


def _pieces(source: str, target: str) -> Iterable[str]:
    """The longest common pieces of Chinese runs, from the left."""
    for run in HAN.findall(source):
        start = 0
        while start < len(run) - 1:
            end = start + SHORTEST
            if run[start:end] not in target:
                start += 1
                continue
            while end < len(run) and run[start : end + 1] in target:
                end += 1
            yield run[start:end]
            start = end - 1


def _trimmed(piece: str) -> str:
    """Without grammar at its ends."""
    return piece.strip("".join(GRAMMAR))


def common(source: str, target: str, declared: Sequence[str] = ()) -> list[str]:
    """Words that stand in both texts: declared keywords first, then whole common pieces."""
    here, there = _plain(source), _plain(target)
    found = [word for word in declared if _plain(word) in here and _plain(word) in there]
    latin = set(LATIN.findall(there))
    found += [w for w in LATIN.findall(here) if w in latin and len(w) > 1 and not w.isdigit()]
    for piece in map(_trimmed, _pieces(here, there)):
        if _is_telling(piece) and (_is_whole(piece, here) or _is_whole(piece, there)):
            found.append(piece)
    kept = [word for word in dict.fromkeys(found) if _is_telling(word)]
    return [word for word in kept if not any(word != other and word in other for other in kept)]
