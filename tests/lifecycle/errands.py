"""Short walks to what a random one seldom meets.

A number is that many days of waiting, None the last step sent again.
"""

from tests.lifecycle.model import Who
from tests.lifecycle.steps import Step

DESK: Who = ("reviewer", 0)
LIAISON: Who = ("liaison", 0)
RECOMMENDER: Who = ("recommender", 0)
DEPARTMENT: Who = ("department", 0)


def firm(number: int) -> Who:
    return "firm", number


def expert(number: int) -> Who:
    return "expert", number


Errand = tuple[int, tuple[Step | int | None, ...]]

INTO_SERVICE = (
    Step("agreement.open", firm(1), "m0"),
    Step("agreement.sign", firm(1), "a0", "ok"),
    Step("agreement.sign", expert(1), "a0", "ok"),
    Step("agreement.file", DESK, "a0", "accept"),
)  # fmt: skip

# Where it begins (see beginnings), and what is tried there, allowed or not.
ERRANDS: tuple[Errand, ...] = (
    (1, (Step("match.apply", expert(2), "d0"), 17)),
    (1, (Step("match.invite", firm(0), "d0", "designated", 2), 17)),
    (1, (Step("demand.renew", firm(0), "d0"), 200, Step("demand.renew", firm(0), "d0"))),
    (1, (
        Step("demand.submit", firm(0), "d0"),
        Step("demand.edit", firm(0), "d0", "ok"),
        Step("match.apply", expert(3), "d0", "old"),
        Step("match.apply", expert(3), "d0"),
        Step("match.consent", expert(3), "m0", "ok"),
        Step("demand.submit", firm(0), "d0"),
        Step("demand.decide", DESK, "d0", "approve old"),
        Step("demand.decide", DESK, "d0", "approve unattested"),
        Step("demand.decide", DESK, "d0", "return wordless"),
        Step("demand.decide", DESK, "d0", "return"),
        Step("demand.submit", firm(0), "d0"),
        Step("demand.decide", DESK, "d0", "return"),
        Step("demand.withdraw", firm(0), "d0"),
        1,
    )),
    (2, (Step("match.consent", firm(3), "m3", "ok"),)),
    (2, (
        Step("match.apply", expert(2), "d3"),
        Step("match.consent", firm(3), "m4", "ok"),
        Step("match.withdraw", expert(2), "m4"),
        Step("demand.withdraw", firm(3), "d3"),
        1,
    )),
    (2, (
        Step("match.apply", expert(2), "d3"),
        Step("match.consent", firm(3), "m4", "ok"),
        Step("match.withdraw", expert(2), "m4"),
        Step("match.apply", expert(4), "d3"),
        Step("match.decline", firm(3), "m3"),
        Step("match.invite", firm(3), "d3", "recommended", 5),
        Step("match.consent", firm(3), "m5", "ok"),
        Step("match.withdraw", expert(4), "m5"),
        Step("match.consent", expert(5), "m6", "ok"),
    )),
    (2, (
        Step("match.invite", firm(3), "d3", "recommended", 5),
        Step("match.apply", expert(6), "d3"),
        Step("match.consent", expert(5), "m4", "ok"),
        Step("match.withdraw", expert(6), "m5"),
    )),
    (2, (
        Step("agreement.open", firm(0), "m0"),
        Step("agreement.file", DESK, "a0", "accept"),
        Step("agreement.sign", firm(0), "a0", "old"),
        Step("agreement.sign", firm(0), "a0", "ok"),
        Step("agreement.sign", firm(0), "a0", "ok"),
        Step("agreement.revise", expert(0), "a0", "ok"),
        Step("agreement.sign", firm(0), "a0", "ok"),
        Step("agreement.open", firm(1), "m1"),
        17,
    )),
    (3, (
        Step("agreement.open", expert(2), "m0"),
        Step("team.invite", expert(1), "t0", "", 8),
        Step("team.invite", expert(1), "t1", "", 8),
        Step("team.complete", expert(1), "t0"),
        Step("match.apply", expert(1), "d2", "t0"),
        Step("team.dissolve", expert(1), "t0"),
    )),
    (3, (
        *INTO_SERVICE,
        Step("service.propose", expert(1), "s0"),
        Step("service.confirm", firm(1), "s0"),
    )),
    (4, (Step("change.decide", DESK, "s1", "approve"),)),
    (4, (
        Step("change.request", firm(2), "s2", "termination"),
        Step("change.decide", DESK, "s2", "approve"),
    )),
    (4, (
        Step("change.request", expert(2), "s2", "replacement"),
        Step("change.decide", DESK, "s2", "approve"),
    )),
    (4, (17, Step("rating.give", LIAISON, "s0", "expert"))),
    (4, (Step("match.withdraw", firm(3), "m4"), 1)),
    (4, (
        Step("agreement.file", DESK, "a3", "return"),
        Step("agreement.revise", firm(3), "a3", "ok"),
    )),
    (4, (Step("agreement.file", DESK, "a3", "return"), 17)),
    (4, (
        Step("rating.give", expert(0), "s0", "enterprise"),
        Step("rating.give", expert(0), "s0", "expert"),
        Step("service.log", expert(1), "s1"),
        Step("service.log", firm(1), "s1"),
        Step("service.confirm_log", firm(1), "s1"),
        Step("service.confirm_log", firm(1), "s1"),
        Step("service.propose", LIAISON, "s1"),
        Step("service.confirm", firm(2), "s2"),
        Step("service.dispute", expert(2), "s2"),
        Step("change.request", expert(1), "s1", "termination"),
        Step("change.request", firm(2), "s2", "termination"),
        Step("change.decide", DESK, "s2", "approve"),
        Step("change.decide", RECOMMENDER, "s2", "approve"),
        Step("change.hear", DESK, "s2", "agree"),
        Step("change.hear", RECOMMENDER, "s2", "object"),
        Step("change.hear", RECOMMENDER, "s2", "agree"),
        Step("change.decide", DESK, "s2", "approve"),
        Step("change.decide", DEPARTMENT, "s2", "approve"),
        Step("change.decide", DESK, "s1", "refuse"),
    )),
    (5, (
        Step("team.leave", expert(1), "t0"),
        Step("team.leave", expert(5), "t0"),
        Step("team.leave", expert(4), "t0"),
        Step("team.replace", expert(2), "t0", "", 6),
        Step("team.replace", expert(1), "t0", "", 6),
        Step("team.join", expert(6), "t0", "old"),
        Step("team.answer", expert(6), "t0", "no"),
        200,
        Step("change.decide", DEPARTMENT, "s0", "approve"),
        Step("team.replace", expert(1), "t0", "", 4),
        Step("team.join", expert(4), "t0", "ok"),
        Step("team.leave", expert(4), "t0"),
        200,
        Step("change.decide", DESK, "s0", "refuse"),
        Step("team.leave", expert(3), "t0"),
        Step("change.request", firm(1), "s0", "replacement"),
        9,
        Step("change.hear", RECOMMENDER, "s0", "agree"),
        Step("change.decide", DESK, "s0", "approve"),
    )),
    (4, (
        Step("change.request", firm(2), "s2", "replacement"),
        Step("change.hear", RECOMMENDER, "s2", "agree"),
        None,
        Step("change.decide", DESK, "s2", "approve"),
    )),
    (4, (
        Step("change.request", expert(2), "s2", "termination"),
        9,
        Step("change.decide", DESK, "s2", "approve"),
    )),
    (5, (Step("team.leave", expert(2), "t0"), 200, Step("change.decide", DESK, "s0", "approve"))),
    (0, (
        Step("demand.draft", firm(0)),
        Step("demand.edit", firm(0), "d0", "none"),
        Step("demand.edit", firm(0), "d0", "stale"),
        Step("demand.edit", firm(1), "d0", "ok"),
        Step("match.invite", firm(0), "d0", "designated", 2),
        Step("demand.submit", firm(0), "d0"),
        Step("demand.decide", firm(0), "d0", "approve"),
        Step("demand.decide", DESK, "d0", "reject"),
        Step("demand.decide", DESK, "d0", "approve"),
        Step("demand.submit", firm(0), "d0"),
        Step("demand.draft", firm(0)),
        Step("demand.withdraw", firm(0), "d1"),
        Step("demand.draft", firm(0)),
        Step("demand.submit", firm(0), "d2"),
        Step("demand.withdraw", firm(0), "d2"),
        Step("demand.draft", firm(0)),
        Step("demand.submit", firm(0), "d3"),
        Step("demand.decide", DESK, "d3", "approve"),
    )),
    (1, (
        Step("team.start", expert(1), "d0"),
        Step("team.start", expert(1), "d0"),
        Step("team.invite", expert(1), "t0", "", 2),
        Step("team.invite", expert(1), "t0", "", 2),
        Step("team.invite", expert(2), "t0", "", 3),
        Step("team.complete", expert(1), "t0"),
        Step("team.answer", expert(2), "t0", "yes old"),
        Step("team.answer", expert(1), "t0", "yes"),
        Step("team.dissolve", expert(1), "t0"),
        None,
        Step("team.invite", expert(1), "t0", "", 3),
    )),
    (3, (
        Step("team.complete", expert(1), "t0"),
        Step("team.remove", expert(1), "t0", "", 7),
        Step("team.complete", expert(1), "t0"),
    )),
    (1, (
        Step("match.apply", expert(2), "d0"),
        Step("match.apply", expert(2), "d0"),
        Step("match.withdraw", firm(0), "m0"),
        Step("match.decline", firm(0), "m0"),
        Step("match.apply", expert(3), "d0"),
        Step("match.withdraw", expert(3), "m1"),
        Step("match.invite", firm(0), "d0", "designated", 5),
        Step("match.decline", expert(5), "m2"),
        Step("match.invite", firm(0), "d0", "recommended", 6),
        Step("match.withdraw", firm(0), "m3"),
    )),
    (2, (
        Step("match.apply", expert(5), "d0"),
        Step("agreement.open", firm(0), "m0"),
        Step("agreement.revise", firm(0), "a0", "ok"),
    )),
    # The short ways to what is met least.
    (5, (Step("team.leave", expert(1), "t0"),)),
    (5, (
        Step("team.leave", expert(4), "t0"),
        Step("team.replace", expert(1), "t0", "", 6),
        200,
        Step("change.decide", DEPARTMENT, "s0", "approve"),
    )),
    (1, (
        Step("demand.edit", firm(0), "d0", "ok"),
        Step("demand.submit", firm(0), "d0"),
        Step("demand.decide", DESK, "d0", "approve old"),
        Step("demand.decide", DESK, "d0", "approve unattested"),
        Step("demand.decide", DESK, "d0", "return wordless"),
        Step("demand.decide", DESK, "d0", "return"),
        Step("demand.withdraw", firm(0), "d0"),
    )),
    (4, (Step("rating.give", expert(0), "s0", "expert"),)),
    (4, (
        Step("change.request", firm(2), "s2", "termination"),
        Step("change.decide", RECOMMENDER, "s2", "approve"),
        Step("change.hear", RECOMMENDER, "s2", "object"),
        Step("change.decide", DESK, "s2", "approve"),
    )),
    (2, (Step("agreement.open", firm(0), "m0"), Step("agreement.sign", firm(0), "a0", "ok"), 17)),
    (2, (Step("agreement.open", firm(0), "m0"), Step("agreement.file", DESK, "a0", "accept"))),
    (3, (Step("team.dissolve", expert(1), "t0"), None)),
    (3, INTO_SERVICE),
)  # fmt: skip
