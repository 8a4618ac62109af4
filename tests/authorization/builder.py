"""Builds the people, firms, demands and services of the world, through the services."""

import io
from typing import Any
from uuid import UUID

from backend.attachments import service as attachments
from backend.attachments.schemas import Parent, Upload
from backend.demands import service as demands
from backend.demands.schemas import DemandNew
from backend.engagements import service as engagements
from backend.engagements.schemas import ChangeIn
from backend.enterprises import service as enterprise_service
from backend.evaluations import service as evaluations
from backend.evaluations.schemas import DisputeIn
from backend.evaluations.states import DIRECTIONS
from backend.experts import service as expert_service
from backend.experts.schemas import EmployerIn
from backend.experts.service import changing_employer
from backend.identity.actor import Actor
from backend.liaison import service as liaison
from backend.liaison.schemas import ProblemIn
from backend.platform import clock
from backend.platform.database import Database
from backend.reviews.schemas import DecisionIn
from tests.attachments.corpus.parts import photo, saved
from tests.authorization import cast as people
from tests.authorization.cast import Cast
from tests.authorization.things import NEVER_ON_A_DESK, Relations, Things
from tests.factories import agreements, enterprises, experts, matches, teams
from tests.factories import demands as drafting
from tests.factories.agreements import Contract, Served
from tests.factories.matches import Stage
from tests.factories.organisations import JIUJIANG, affiliate

PNG = saved(photo(), "PNG")
REASON = "省重点项目急需该方向，其他人不具备同样条件。"


class Builder:
    """Adds one kind of object after the other."""

    def __init__(self, db: Database, cast: Cast) -> None:
        self.db, self.cast = db, cast
        self.things, self.to = Things(), Relations(cast)

    def add(self, kind: str, label: str, id: Any, relations: Any, **more: Any) -> None:
        self.things.add(kind, label, id, relations, **more)

    async def file(self, actor: Actor, name: str, *parent: Any) -> UUID:
        where = Parent(*parent) if parent else None
        arrived = Upload(io.BytesIO(PNG + name.encode()), name)
        return (await attachments.upload(self.db, actor, arrived, where)).id

    # People and firms ---------------------------------------------------------------------------

    async def _desk(self, who: str, office: str, **overrides: Any) -> None:
        actor, detail = await experts.draft_expert(self.db, **overrides)
        await experts.submit(self.db, actor, detail)
        self.cast.actors[who] = actor
        relations = self.to.expert(who, office, filed=False)
        self.add("expert", f"submitted to {office}", actor.expert_id, relations)

    async def experts(self) -> None:
        cast, to = self.cast, self.to
        for who, office in (("expert", "city_here"), ("unnamed", "university_here")):
            matched = "enterprise" if who == "expert" else ""
            relations = to.expert(who, office, filed=True, matched=matched)
            self.add("expert", f"filed {who}", cast[who].expert_id, relations)
        cast.actors["applicant"], draft = await experts.draft_expert(self.db, name="演示稿无人知")
        self.add("expert", "draft", draft.id, to.expert("applicant", None, filed=False))
        await self._desk("newcomer", "city_here", name="演示名新来")
        unit = cast["unit_here"].organisation_id
        assert unit
        await affiliate(self.db, unit, people.UNIT_EMPLOYER, "演示直属中心")
        await self._desk("unit_staff", "unit_here", employer_uscc=people.UNIT_EMPLOYER)
        await self._desk("fellow", "institute_here", employer_uscc=people.INSTITUTE_USCC)
        paused = await people.quick_expert(
            self.db, organisation_id=cast["city_here"].organisation_id
        )
        await expert_service.move(self.db, paused, paused.expert_id, "pause", "出国访问")
        cast.actors["paused"] = paused
        moved = EmployerIn(
            employer_name="演示迁往单位",
            employer_uscc=experts.credit_code(8_800_001),
            city_code=JIUJIANG,
            since=clock.today(),
        )
        await changing_employer.report(self.db, paused, paused.expert_id, moved)
        known = to.expert("paused", "city_here", filed=False, asked="city_there")
        relations = known | NEVER_ON_A_DESK
        self.add("expert", "paused", paused.expert_id, relations)

    async def enterprises(self) -> None:
        cast, to = self.cast, self.to
        for who, office in (("enterprise", "county_here"), ("enterprise_zone", "zone_here")):
            relations = to.enterprise(who, office, approved=True)
            self.add("enterprise", f"approved {who}", cast[who].enterprise_id, relations)
        cast.actors["founder"], draft = await enterprises.draft_enterprise(self.db)
        self.add("enterprise", "draft", draft.id, to.enterprise("founder", None, approved=False))
        place = {"city_code": "360400", "county_code": people.NEW_AREA_COUNTY}
        made = await enterprises.submitted_enterprise(
            self.db, cast["newarea_here"], zone_code=people.NEW_AREA_ZONE, **place
        )
        cast.actors["new_firm"] = made.actor
        relations = to.enterprise("new_firm", "newarea_here", approved=False)
        self.add("enterprise", "submitted", made.id, relations)
        closed = await enterprises.approved_enterprise(self.db, cast["county_here"])
        await enterprise_service.move(self.db, closed.reviewer, closed.id, "suspend", "停产检修")
        cast.actors["suspended"] = closed.actor
        relations = to.enterprise("suspended", "county_here", approved=False)
        self.add("enterprise", "suspended", closed.id, relations)

    # Demands ------------------------------------------------------------------------------------

    async def published(self, title: str, **content: Any) -> Any:
        reviewer, firm = self.cast["county_here"], self.cast["enterprise"]
        return await drafting.published_demand(self.db, firm, reviewer, title=title, **content)

    async def demands(self) -> None:
        db, firm, to = self.db, self.cast["enterprise"], self.to
        mine = ("enterprise", "county_here")
        draft = await drafting.draft_demand(db, firm, title="草稿密题甲未公开")
        self.add("demand", "draft", draft.id, to.demand("enterprise", None, shown=False))
        desk = await drafting.submitted_demand(db, firm, title="待审需求甲")
        self.add("demand", "under_review", desk.id, to.demand(*mine, shown=False))
        back = await drafting.submitted_demand(db, firm, title="退回需求甲")
        said = "审注指标写得太宽"
        note = {"number": 1, "decision": "return", "note": said, "checklist": drafting.YES}
        decision = DecisionIn.model_validate(note)
        await demands.decide(db, self.cast["county_here"], back.id, decision)
        self.add("demand", "returned", back.id, to.demand(*mine, shown=False))
        secret = {
            "details": "密文配方第七号",
            "contact_name": "密名某",
            "contact_phone": "13866660001",
        }
        self.open = await self.published("公开需求甲", confidential=secret)
        self.add("demand", "published", self.open.id, to.demand(*mine, shown=True))
        self.anonymous = await self.published("匿名需求甲", disclosure="anonymous")
        relations = to.demand(*mine, shown=True, takes_part="unnamed")
        self.add("demand", "anonymous", self.anonymous.id, relations)
        body = DemandNew(title="代填需求甲", enterprise_id=firm.enterprise_id)
        staff = await demands.create(db, self.cast["county_here"], body)
        relations = to.demand(*mine, shown=False) | NEVER_ON_A_DESK
        self.add("demand", "drafted by staff", staff.id, relations)
        other = await drafting.draft_demand(db, self.cast["enterprise_other"], title="草稿密题乙")
        relations = to.demand("enterprise_other", None, shown=False)
        self.add("demand", "draft of another", other.id, relations)
        gone = await drafting.draft_demand(db, firm, title="撤回需求甲")
        await demands.withdraw(db, firm, gone.id)
        self.add("demand", "withdrawn", gone.id, to.demand("enterprise", None, shown=False))

    # Matches, teams, agreements, services -------------------------------------------------------

    def stage(self, who: str, demand: Any) -> Stage:
        return Stage(self.cast["county_here"], self.cast["enterprise"], self.cast[who], demand)

    async def candidates(self) -> None:
        db, cast, to = self.db, self.cast, self.to
        firm = cast["enterprise"]
        asked = await matches.designate(db, firm, self.open.id, cast["expert_other"])
        sides = ("enterprise", "expert_other", "county_here")
        self.add("match", "invited", asked.id, to.match(*sides, recommender="city_there"))
        applied = await matches.application(db, cast["unnamed"], self.anonymous.id)
        sides = ("enterprise", "unnamed", "county_here")
        self.add("match", "applied", applied.id, to.match(*sides, recommender="university_here"))
        team = await teams.invited_team(db, self.open.id, [cast["leader"], cast["member"]])
        relations = to.match("", "leader member", "county_here", recommender="")
        member = cast["member"].expert_id
        self.add("team", "forming", team.id, relations, expert_id=member)

    async def bound_team(self) -> None:
        db, cast, to = self.db, self.cast, self.to
        demand = await self.published("团队需求甲", team_wanted=True)
        names = "leader member member_two member_three"
        roster = [cast[name] for name in names.split()]
        team = await teams.complete_team(db, demand.id, roster)
        asked = await matches.application(db, cast["leader"], demand.id, team_id=team.id)
        await matches.consent(db, cast["enterprise"], asked)
        relations = to.match("enterprise", names, "county_here", recommender="city_there")
        parts = {"expert_id": cast["member"].expert_id}
        self.add("team", "bound", team.id, relations, **parts)
        self.add("match", "agreed", asked.id, relations)
        opened = to.demand("enterprise", "county_here", shown=True, takes_part=names, matched=names)
        self.add("demand", "matched", demand.id, opened)
        body = agreements.AgreementIn(match_id=asked.id)
        drafted = await agreements.agreements.open_agreement(db, cast["enterprise"], body)
        self.add("agreement", "drafted", drafted.id, relations)

    async def service(self, label: str, *, ended: bool) -> Served:
        db, to = self.db, self.to
        demand = await self.published(f"{label}需求甲")
        contract: Contract = await agreements.signed_agreement(db, self.stage("expert", demand))
        served = await agreements.file(db, contract)
        logged = await agreements.log(db, served)
        relations = to.match("enterprise", "expert", "county_here", recommender="city_here")
        opened = to.demand("enterprise", "county_here", shown=True, matched="expert")
        self.add("demand", f"{label}", demand.id, opened)
        self.add("match", f"of {label}", contract.match.id, relations)
        self.add("agreement", f"filed, {label}", contract.agreement.id, relations)
        self.add("engagement", label, served.id, relations, log_id=logged.logs[0].id)
        if ended:
            await agreements.propose_end(db, served.expert, served.id)
            await evaluations.confirm_end(db, served.enterprise, served.id)
        return served

    async def services(self) -> None:
        db, cast = self.db, self.cast
        serving = await self.service("serving", ended=False)
        change = ChangeIn(kind="termination", reason="变因项目方向调整，申请提前结束。")
        shown = await engagements.request_change(db, cast["enterprise"], serving.id, change)
        self.change_id = shown.changes[0].id
        engagement = self.things.one("engagement", "serving")
        self.add("change", "requested", self.change_id, engagement.relations)
        told = ProblemIn(text="碍试验线停电检修，三周不能做试验。")
        raised = await liaison.raise_problem(db, cast["expert"], serving.id, told)
        self.add("problem", "raised", raised.problems[0].id, engagement.relations)
        over = await self.service("ended", ended=True)
        body = agreements.rating(
            agreements.Rater.LIAISON, agreements.Rater.EXPERT, 2, "封评到岗太少"
        )
        await evaluations.rate(db, cast["liaison_here"], over.id, body)
        signed = self.stage("expert", await self.published("待备案需求甲"))
        contract = await agreements.signed_agreement(db, signed)
        relations = self.to.match("enterprise", "expert", "county_here", recommender="city_here")
        self.add("agreement", "signed", contract.agreement.id, relations)
        await self.rated()

    async def rated(self) -> None:
        """An ended service with all ratings open: a bad one, disputed, and on the office's desk."""
        db, cast = self.db, self.cast
        stage = self.stage("expert", await self.published("互评需求甲"))
        served = await agreements.file(db, await agreements.signed_agreement(db, stage))
        await agreements.propose_end(db, served.expert, served.id)
        await evaluations.confirm_end(db, served.enterprise, served.id)
        by = {"expert": "expert", "enterprise": "enterprise", "liaison": "liaison_here"}
        for giver, taker in DIRECTIONS:
            is_bad = (giver, taker) == ("enterprise", "expert")
            body = agreements.rating(giver, taker, 2 if is_bad else 4, "到岗天数不足。")
            await evaluations.rate(db, cast[by[giver]], served.id, body)
        shown = await evaluations.read(db, cast["expert"], served.id)
        bad = next(one.rating for one in shown.directions if one.rating and one.rating.grade == 2)
        grounds = DisputeIn(grounds="到岗天数已经企业确认。")
        shown = await evaluations.dispute(db, cast["expert"], bad.id, grounds)
        bad = next(one.rating for one in shown.directions if one.rating and one.rating.grade == 2)
        relations = self.to.match("enterprise", "expert", "county_here", recommender="")
        self.add("rating", "disputed", bad.id, relations)
        self.add("rating_dispute", "raised", bad.dispute.id, relations)
        desk = {word: relations[word] for word in ("reviewer", "department")}
        self.add("rating_follow_up", "open", bad.follow_up.id, desk)
