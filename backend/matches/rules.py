"""Rules of matching and mutual selection (clauses 5.2 to 5.4). Pure."""

from collections.abc import Collection

from backend.matches.states import MatchState, Party, Way
from backend.platform.rules import Verdict, failed, needs_waiver, passed, rule
from backend.policies.policy import Policy


@rule(id="MATCH-ONE", title="每项需求匹配一名特派员或特派团", clause="5.4.3", waivable=True)
def one_match_per_demand(active: int, policy: Policy) -> Verdict:
    """A demand has one active match; a second stands on a granted waiver."""
    if active < policy.matches_per_demand:
        return passed()
    return needs_waiver(
        "这项需求已经与一名特派员（团）达成匹配，原则上不能再匹配另一名。"
        "确需多学科共同完成的，可请需求的审核部门同意豁免。"
    )


@rule(id="MATCH-TEXT", title="双方同意的是同一文本", clause="5.4.1")
def same_text(seen: str, present: str, agreed_to: str) -> Verdict:
    """A consent is to the demand as it is now, and as the other side consented to it."""
    if seen != present:
        return failed("需求内容已经更新，请查看最新内容后再同意。")
    if agreed_to != present:
        return failed("需求内容已经更新，对方尚未确认新的内容，请等对方确认后再同意。")
    return passed()


@rule(id="MATCH-NEW-TEXT", title="需求更新后须重新确认", clause="5.4.1")
def confirms_new_text(seen: str, present: str, agreed_to: str) -> Verdict:
    """Who consented first confirms only a text that changed since, and only as it is now."""
    if seen != present:
        return failed("需求内容已经更新，请查看最新内容后再确认。")
    if agreed_to == present:
        return failed("您已经同意，请等对方答复。")
    return passed()


@rule(id="MATCH-TURN", title="由另一方答复", clause="5.4.1")
def is_your_turn(waits_for: Party | None, party: Party | None) -> Verdict:
    """The side that has not spoken yet answers; for a team its leader does."""
    if party is None:
        return failed("只有企业、特派员本人或特派团组长可以答复。")
    if waits_for is not party:
        return failed("现在由对方答复，请等待。")
    return passed()


@rule(id="DESIGN-01", title="尊重特派员不被指定的意愿", clause="5.3.2")
def may_be_designated(is_designable: bool, way: Way) -> Verdict:
    """Who asked not to be shown by name is not designated by name (decision A22)."""
    if way is not Way.DESIGNATED or is_designable:
        return passed()
    return failed("这位特派员不接受指定，您可以在系统推荐名单中邀请，或等待申请。")


@rule(id="PART-01", title="同一需求不能既以个人又以团队参加", clause="5.2.2")
def takes_part_once(already: Collection[str]) -> Verdict:
    """Nobody takes part in one demand twice, alone or in a team; those who do are named."""
    if not already:
        return passed()
    named = "、".join(sorted(already))
    return failed(f"{named}已参加这项需求的匹配（个人或团队），不能重复参加。")


@rule(id="MATCH-SIDE", title="企业为自己的需求邀请，特派员为自己申请", clause="5.3.3")
def speaks_for_itself(own: bool) -> Verdict:
    """An enterprise invites for its own demands; an expert applies for himself or his team."""
    return passed() if own else failed("只能为本企业的需求邀请，或以本人、本人任组长的团提出申请。")


def waiting_for(state: MatchState, enterprise: bool, expert: bool) -> Party | None:
    """Whose consent is still missing, given who has consented; None when nobody is asked."""
    if state not in {MatchState.INVITED, MatchState.APPLIED, MatchState.RESERVE}:
        return None
    if enterprise == expert:
        return None
    return Party.EXPERT if enterprise else Party.ENTERPRISE
