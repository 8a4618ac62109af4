"""Who may serve whom at all, and how many enterprises at once (clauses 3.1.3, 5.5.1). Pure."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from backend.experts.states import IN_LIBRARY, ExpertState
from backend.platform.rules import Verdict, failed, needs_waiver, passed, rule
from backend.policies.policy import Policy, TeamCounts

Served = Mapping[UUID, str]
"""The distinct enterprises with an active or reserved place, by id, each with its name."""


@rule(id="CAP-01", title="同时服务企业不超过3家", clause="5.5.1", waivable=True)
def three_enterprise_cap(
    enterprises_in_service: Served,
    enterprise_id: UUID,
    policy: Policy,
    expert_name: str = "",
    *,
    names_are_told: bool = True,
) -> Verdict:
    """An expert serves at most three enterprises at once; the same one counts once.

    Whom else an expert serves is nothing to another enterprise: it reads the number alone.
    """
    if enterprise_id in enterprises_in_service:
        return passed()
    if len(enterprises_in_service) < policy.enterprises_at_once:
        return passed()
    names = sorted(enterprises_in_service.values())
    who = expert_name or "该特派员"
    if not names_are_told:
        return needs_waiver(
            f"{who}同时服务的企业已满{len(names)}家，原则上不超过{policy.enterprises_at_once}家。"
            "请等其中一项服务结束，或另选特派员；确需由其服务的，可由推荐部门同意豁免。",
            expert=expert_name,
        )
    return needs_waiver(
        f"{who}已同时服务{len(names)}家企业（{'、'.join(names)}），"
        f"原则上不超过{policy.enterprises_at_once}家。结束其中一项服务，或由推荐部门同意豁免后再办理。",
        enterprises=names,
        expert=expert_name,
    )


@rule(id="CAP-02", title="不超过特派员本人设定的服务企业数", clause="5.5.1")
def own_limit(
    enterprises_in_service: Served, enterprise_id: UUID, limit: int, policy: Policy
) -> Verdict:
    """An expert may take on fewer enterprises than the notice allows."""
    if enterprise_id in enterprises_in_service or limit >= policy.enterprises_at_once:
        return passed()
    if len(enterprises_in_service) < limit:
        return passed()
    return failed(f"该特派员本人设定最多同时服务{limit}家企业，目前已满。")


@rule(id="LIB-01", title="只有入库的特派员可以参加匹配", clause="3.1.3")
def in_the_library(states: Mapping[str, ExpertState]) -> Verdict:
    """Only experts the department filed, and who are not paused, are matched; by name."""
    outside = sorted(name for name, state in states.items() if state not in IN_LIBRARY)
    if not outside:
        return passed()
    named = "、".join(outside)
    return failed(f"{named}目前不在特派员库中（未备案、已暂停或已退出），不能参加匹配。")


def counted_experts(expert_ids: Sequence[UUID], policy: Policy, *, is_team: bool) -> Sequence[UUID]:
    """Whose places a service takes; `expert_ids` names the leader first (decision A8)."""
    if not is_team or policy.team_counts_for is TeamCounts.EACH_MEMBER:
        return expert_ids
    return expert_ids[:1] if policy.team_counts_for is TeamCounts.LEADER_ONLY else ()


def lowest_free_place(taken: set[int]) -> int:
    """The number of the next place to fill."""
    return next(number for number in range(1, len(taken) + 2) if number not in taken)
