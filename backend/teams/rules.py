"""Rules of teams (clauses 5.2.2 to 5.2.4). Pure."""

from collections.abc import Sequence

from backend.platform.rules import Verdict, failed, needs_waiver, passed, rule
from backend.policies.policy import Policy


@rule(id="TEAM-SIZE", title="特派团总数4至7人（含组长）", clause="5.2.4", waivable=True)
def team_size(members: int, policy: Policy) -> Verdict:
    """Four to seven members, the leader counted once; pending and declined ones not."""
    if policy.team_min <= members <= policy.team_max:
        return passed()
    return needs_waiver(
        f"特派团连组长应为{policy.team_min}至{policy.team_max}人，现在是{members}人。"
        "确有需要的，可请需求的审核部门同意豁免。",
        members=members,
    )


@rule(id="TEAM-ACCEPT", title="每名成员自愿同意参加", clause="5.2.3")
def everybody_accepted(pending: Sequence[str]) -> Verdict:
    """Each member has said yes to the roster as it is now; the pending ones are named."""
    if not pending:
        return passed()
    return failed(f"还有{len(pending)}名成员没有同意现在的名单：{'、'.join(pending)}。")


@rule(id="TEAM-CROSS", title="跨单位、跨学科组团", clause="5.2.3")
def crosses_units_and_disciplines(
    employers: int, disciplines: int, reason: str | None, policy: Policy
) -> Verdict:
    """From fewer than two employers or disciplines, the leader states why; reviewers see it."""
    crosses = employers >= policy.team_min_employers and disciplines >= policy.team_min_disciplines
    if crosses or (reason and reason.strip()):
        return passed()
    return failed(
        f"特派团应跨单位、跨学科（现有{employers}个单位、{disciplines}个学科），请写明这样组团的理由。"
    )


@rule(id="TEAM-LEAD", title="由发起的特派员担任组长并管理成员", clause="5.2.3")
def led_by(is_leader: bool) -> Verdict:
    """Only the expert who started the team changes it and speaks for it."""
    return passed() if is_leader else failed("只有组长可以进行这项操作。")


@rule(id="TEAM-ROSTER", title="同意的是现在的名单", clause="5.2.3")
def answers_present_roster(seen: int, present: int) -> Verdict:
    """A member's answer is about the roster he has seen."""
    if seen == present:
        return passed()
    return failed("成员名单刚有变化，请查看最新名单后再答复。")


@rule(id="TEAM-BOUND", title="申请或服务期间成员不变", clause="5.2.3")
def free_to_change(bound: bool) -> Verdict:
    """Members are frozen while the team is a candidate or serves."""
    if not bound:
        return passed()
    return failed("特派团已提出申请或正在服务，成员不能变动；请先撤回申请。")


@rule(id="TEAM-ONCE", title="同一人不重复入团", clause="5.2.4")
def not_yet_member(is_member: bool) -> Verdict:
    """Nobody is on a roster twice."""
    return failed("这位特派员已在名单中。") if is_member else passed()


@rule(id="TEAM-OUT", title="服务中成员可以退出，组长先申请更换", clause="5.6.2")
def may_step_out(is_leader: bool) -> Verdict:
    """A member may leave a serving team; its leader speaks for it until the service changes."""
    if not is_leader:
        return passed()
    return failed("您是组长，代表特派团履行协议；不能继续的，请在服务页面申请更换或终止。")
