"""Whose turn it is with a match. Pure."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.matches.states import MatchState, Party
from backend.platform.standing import Turn, over

HOLDERS = {Party.EXPERT: "特派员（团）", Party.ENTERPRISE: "企业"}
BOTH = "企业和科技特派员（团）"
_OVER = {
    MatchState.ENDED: "服务已结束",
    MatchState.DECLINED: "已谢绝",
    MatchState.EXPIRED: "逾期未答复，已失效",
    MatchState.WITHDRAWN: "已撤回",
}


@dataclass(frozen=True)
class Facts:
    """What the turn rests on."""

    state: str
    office: UUID | None
    waits_for: Party | None
    mine: Party | None
    """Whose side the reader speaks for."""
    is_outdated: bool
    """The demand changed since whoever began the match agreed to it."""
    due: date | None


def turn_of(facts: Facts) -> Turn:
    """Who has the match now."""
    at, office = MatchState(facts.state), facts.office
    if at in _OVER:
        return over(_OVER[at], office)
    if facts.waits_for is not None and at is not MatchState.RESERVE:
        if facts.is_outdated:
            began = Party.EXPERT if facts.waits_for is Party.ENTERPRISE else Party.ENTERPRISE
            words = "确认更新后的需求内容，对方才能答复"
            return Turn(words, HOLDERS[began], began is facts.mine, facts.due, office)
        is_mine = facts.waits_for is facts.mine
        words = "答复是否同意；双方同意即达成匹配，接着签署协议"
        return Turn(words, HOLDERS[facts.waits_for], is_mine, facts.due, office)
    if at is MatchState.RESERVE:
        return Turn("列为候补；需求重新征集时优先考虑", office=office)
    is_side = facts.mine is not None
    if at is MatchState.AGREED:
        words = "起草并签署协议，逾期匹配取消"
        return Turn(words, BOTH, is_side, facts.due, office)
    return Turn("按协议服务，完成后提出结束", BOTH, is_side, None, office)
