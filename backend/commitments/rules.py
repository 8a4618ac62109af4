"""Rules of the commitments (clauses 6.1.1, A2, A3), and how a text is made of its duties. Pure."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from backend.platform.rules import Verdict, failed, passed, rule

NUMERALS = "一二三四五六七八九"
MOST_DUTIES = 30
_NUMBERED = re.compile(r"^[一二三四五六七八九十]+、")
ALIKE = 0.4
"""Two duties at least this alike are the same duty, reworded."""


@rule(id="COM-01", title="须签署现行版本的承诺书", clause="6.1.1")
def current_commitment(signed_hash: str, current_hash: str) -> Verdict:
    """The signature binds to the text in force, not to an older version."""
    if signed_hash != current_hash:
        return failed("承诺书已更新，请重新阅读并签署现行版本后再提交。")
    return passed()


@rule(id="COM-02", title="承诺书更新后须重新签署", clause="6.1.1")
def signed_anew(owing: Sequence[str], *, is_self: bool = True) -> Verdict:
    """Who has not signed the text in force begins nothing new; running services go on."""
    if not owing:
        return passed()
    if is_self:
        return failed("承诺书已更新，请先在首页阅读并重新签署，再办理这一项。")
    named = "、".join(owing)
    return failed(f"承诺书已更新，{named}还没有重新签署，请提醒其登录签署后再办理。")


@rule(id="COM-03", title="承诺书须由两人发布", clause="A2")
def published_by_another(drafted_by: str, publishing: str) -> Verdict:
    """Who wrote the draft does not publish it."""
    if drafted_by == publishing:
        return failed("发布须由另一位工作人员复核，您是起草人，不能自己发布。")
    return passed()


@rule(id="COM-04", title="承诺书不得追溯施行", clause="A2")
def begins_later(valid_from: date, today: date, latest: date | None) -> Verdict:
    """A version begins today or later, and after the version before it."""
    if valid_from < today:
        return failed("施行日期不能早于今天，请改为今天或以后的日期。")
    if latest is not None and valid_from <= latest:
        return failed(f"施行日期应晚于上一版的施行日期（{latest:%Y年%-m月%-d日}）。")
    return passed()


@rule(id="COM-05", title="企业承诺书须上传盖章件", clause="A3")
def sealed_copy_given(is_enterprise: bool, has_copy: bool) -> Verdict:
    """An enterprise's signature comes with a scan of the printed, sealed text."""
    if is_enterprise and not has_copy:
        return failed("请上传法定代表人签字并加盖公章的承诺书扫描件或照片。")
    return passed()


@dataclass(frozen=True)
class Structure:
    """A commitment's parts: what it opens with, its numbered duties, what it closes with."""

    opening: str = ""
    duties: Sequence[str] = ()
    closing: str = ""


def numeral(number: int) -> str:
    """1 to 39 as 一 to 三十九."""
    tens, ones = divmod(number, 10)
    head = f"{NUMERALS[tens - 1] if tens > 1 else ''}十" if tens else ""
    return head + (NUMERALS[ones - 1] if ones else "")


def body_of(structure: Structure) -> str:
    """The text as it is shown, printed, hashed and signed."""
    numbered = [f"{numeral(n)}、{duty}" for n, duty in enumerate(structure.duties, 1)]
    return "\n\n".join([structure.opening, *numbered, structure.closing]).strip()


def structure_of(body: str) -> Structure:
    """The parts of a text that `body_of` made."""
    opening: list[str] = []
    duties: list[str] = []
    closing: list[str] = []
    for paragraph in body.split("\n\n"):
        if _NUMBERED.match(paragraph):
            duties.append(_NUMBERED.sub("", paragraph))
        else:
            (closing if duties else opening).append(paragraph)
    return Structure("\n\n".join(opening), duties, "\n\n".join(closing))


@dataclass(frozen=True)
class Piece:
    """A run of characters: the same in both versions, added, or removed."""

    change: str
    text: str


@dataclass(frozen=True)
class DutyChange:
    """One duty beside what it was: same, changed, added or removed."""

    change: str
    number: int | None
    number_before: int | None
    pieces: Sequence[Piece] = field(default_factory=tuple)


def _pieces(before: str, after: str) -> list[Piece]:
    found = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            found.append(Piece("same", before[a1:a2]))
            continue
        if a2 > a1:
            found.append(Piece("removed", before[a1:a2]))
        if b2 > b1:
            found.append(Piece("added", after[b1:b2]))
    return found


def _paired(before: Sequence[str], after: Sequence[str]) -> Mapping[int, int]:
    """Which duty after stands for which before: each the most alike that is still free."""
    likeness = [
        (difflib.SequenceMatcher(None, old, new, autojunk=False).ratio(), -j, -i)
        for i, old in enumerate(before)
        for j, new in enumerate(after)
    ]
    pairs: dict[int, int] = {}
    for ratio, j, i in sorted(likeness, reverse=True):
        if ratio >= ALIKE and -j not in pairs and -i not in pairs.values():
            pairs[-j] = -i
    return pairs


def duty_changes(before: Structure, after: Structure) -> list[DutyChange]:
    """Every duty of the new version beside the old one's, then the duties that are gone."""
    pairs = _paired(before.duties, after.duties)
    found = []
    for j, duty in enumerate(after.duties):
        if j not in pairs:
            found.append(DutyChange("added", j + 1, None, [Piece("added", duty)]))
            continue
        old = before.duties[pairs[j]]
        kind = "same" if old == duty else "changed"
        found.append(DutyChange(kind, j + 1, pairs[j] + 1, _pieces(old, duty)))
    gone = [i for i in range(len(before.duties)) if i not in pairs.values()]
    removed = (Piece("removed", before.duties[i]) for i in gone)
    found += [
        DutyChange("removed", None, i + 1, [piece]) for i, piece in zip(gone, removed, strict=True)
    ]
    return found
