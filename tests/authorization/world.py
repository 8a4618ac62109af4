"""The world all matrices ask about: built once, through the services."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from backend.commitments import service as commitments
from backend.commitments.schemas import DraftNew
from backend.conflicts import service as conflicts
from backend.conflicts.schemas import InterestIn
from backend.demands import service as demands
from backend.demands.schemas import DemandFilter, ViewIn
from backend.enterprises import service as enterprises
from backend.identity.schemas import InvitationIn
from backend.organisations import members
from backend.organisations.schemas import MemberInvite
from backend.platform.database import Database
from backend.reviews import service as reviews
from backend.reviews.schemas import ReasonIn
from backend.suggestions import service as suggestions
from backend.waivers import service as waivers
from backend.waivers.schemas import WaiverIn
from tests.authorization import cast as people
from tests.authorization.builder import REASON, Builder
from tests.authorization.cast import Cast
from tests.authorization.integrity import false_statements
from tests.authorization.things import Things
from tests.factories.expert_invitations import invited
from tests.factories.organisations import application


@dataclass
class World:
    """The database, who asks, and what there is."""

    db: Database
    cast: Cast
    things: Things


async def _papers(made: Builder) -> None:
    db, cast = made.db, made.cast
    async with db.reading() as session:
        rows = await session.execute(
            text(
                "SELECT b.id, b.organisation_id, e.id FROM batches b JOIN batch_entries e"
                " ON e.batch_id = b.id ORDER BY b.id"
            )
        )
        found = rows.all()
    for id, place, entry in found:
        office = next(n for n in people.OFFICES if cast[n].organisation_id == place)
        relations = {"office": frozenset({office}), "department": made.to.department}
        made.add("batch", f"of {office}", id, relations, entry_id=entry)
    asked = {"reason_code": "rare_skill", "reason": REASON, "subject_type": "experts"}
    for who, rule, office in (
        ("applicant", "ELIG-AGE", "city_here"),
        ("expert", "CAP-01", "city_here"),
    ):
        body = WaiverIn(rule_id=rule, subject_id=cast[who].expert_id, **asked)
        waiver = await waivers.request(db, cast[who], body)
        relations = {"office": frozenset({office}), "department": made.to.department}
        relations["owner"] = frozenset({who})
        made.add("waiver", rule, waiver.id, relations)
    made.add("account", "of the person", cast["person"].account_id, {})


async def _plans(made: Builder) -> None:
    """Suggestions for all open demands: the province's, and one office's."""
    for who, relations in (
        ("county_here", {"office": frozenset({"county_here"})}),
        ("department", {"department": made.to.department}),
    ):
        asked = await suggestions.ask(made.db, made.cast[who])
        await suggestions.compute(made.db, asked.id)
        made.add("suggestion", who, asked.id, relations)


async def _desks(made: Builder) -> None:
    """What reviewers have of their own: open cases, decisions, reasons, interests."""
    db, cast = made.db, made.cast
    office = {"reviewer": frozenset({"county_here"}), "office": frozenset({"county_here"})}
    waiting = made.things.one("demand", "under_review")
    made.add("desk", "demand under review", waiting.id, office, subject="demands")
    async with db.reading() as session:
        query = "SELECT id FROM reviews WHERE subject_id = :id"
        returned = {"id": made.things.one("demand", "returned").id}
        found = (await session.execute(text(query), returned)).scalar_one()
    made.add("review", "of a returned demand", found, office)
    reason = ReasonIn(subject="demands", text="指标请写明检测方法。")
    kept = await reviews.add_reason(db, cast["county_here"], reason)
    made.add("reason", "of county_here", kept[0].id, office)
    interest = InterestIn(kind="relative", person_name="演示亲属")
    declared = await conflicts.declare_interest(db, cast["county_here"], interest)
    own = {"owner": frozenset({"county_here"})}
    made.add("interest", "of county_here", declared[0].id, own)
    asked = ViewIn(name="铜箔", filter=DemandFilter(q="铜箔"))
    private = await demands.keep_view(db, cast["expert"], asked)
    made.add("view", "kept", private.id, {"keeper": frozenset({"expert"})})
    shared = await demands.keep_view(
        db, cast["county_here"], asked.model_copy(update={"is_shared": True})
    )
    everybody = {"keeper": frozenset({"county_here"}), "shared": frozenset(cast.actors)}
    made.add("view", "shared", shared.id, everybody)
    for kind, of, labels in (
        ("registration", "expert", ("filed expert", "filed unnamed")),
        ("firm", "enterprise", ("approved enterprise", "approved enterprise_zone")),
        ("version", "demand", ("published", "returned")),
    ):
        for label in labels:
            thing = made.things.one(of, label)
            made.add(kind, label, thing.id, thing.relations)


async def _offices(made: Builder) -> None:
    db, cast, to = made.db, made.cast, made.to
    for name in ("county_here", "university_there"):
        own = {"member": cast.office_of(name), "manager": frozenset({name})}
        relations = own | {"department": to.department, "listed": frozenset(cast.actors)}
        made.add("organisation", name, cast[name].organisation_id, relations)
    applied, _ = await application(db, name="演示待批单位")
    relations = {"department": to.department}
    made.add("organisation", "applied", applied, relations)
    await _invitations(made)


async def _invitations(made: Builder) -> None:
    """Colleagues invited by an office and by an enterprise."""
    db, cast = made.db, made.cast
    manager = cast["county_here"]
    assert manager.organisation_id
    body = MemberInvite(display_name="演示受邀人", email="office@demo.example", role="liaison")
    sent = await members.invite(db, manager, manager.organisation_id, body)
    office = made.things.one("organisation", "county_here")
    ids = {"invitation_id": sent.invitation.id}
    ids["membership_id"] = cast["liaison_here"].membership_id
    made.add("office", "county_here", office.id, office.relations, **ids)
    firm = made.things.one("enterprise", "approved enterprise")
    offered = InvitationIn(display_name="演示受邀人", email="invited@demo.example")
    invited = await enterprises.invite_member(db, cast["enterprise"], UUID(firm.id), offered)
    parts = {"invitation_id": invited.invitation.id}
    made.add("staffed", "approved enterprise", firm.id, firm.relations, **parts)


async def _invited_experts(made: Builder) -> None:
    """Experts a university asked to register: one by mail, one by a link handed over."""
    office = {"office": frozenset({"university_here"})}
    people_ = (
        {"姓名": "演示受邀专家甲", "邮箱": "invited-expert@demo.example"},
        {"姓名": "演示受邀专家乙", "手机号": "13899990001"},
    )
    for one in await invited(made.db, made.cast["university_here"], *people_):
        label = "by mail" if one.by_mail else "by hand"
        made.add("expert_invitation", label, one.id, office)


async def _files(made: Builder) -> None:
    cast = made.cast
    proof = await made.file(cast["expert"], "proof.png", "experts", cast["expert"].expert_id)
    relations = made.things.one("expert", "filed expert").relations
    readers = {word: relations[word] for word in ("owner", "office", "department")}
    made.add("attachment", "evidence of an expert", proof, readers)
    draft = await made.file(cast["enterprise"], "draft.png")
    made.add("attachment", "not attached yet", draft, {"owner": frozenset({"enterprise"})})


async def _commitments(made: Builder) -> None:
    to = {"department": made.to.department}
    text_id = (await commitments.read_current(made.db, "expert")).id
    made.add("commitment", "in force", text_id, to)
    body = DraftNew(kind="expert")
    draft = await commitments.begin_draft(made.db, made.cast["second_officer"], body)
    made.add("commitment_draft", "in work", draft.id, to)


async def _messages(made: Builder) -> None:
    query = "SELECT id FROM messages WHERE account_id = :who AND channel = 'inbox' ORDER BY id"
    async with made.db.reading() as session:
        account = made.cast["expert"].account_id
        found = (await session.execute(text(query), {"who": account})).scalars().first()
    made.add("message", "of the expert", found, {"owner": frozenset({"expert"})})


async def build(db: Database) -> World:
    """Everybody and everything."""
    made = Builder(db, await people.gather(db))
    await made.experts()
    await made.enterprises()
    await made.demands()
    await made.candidates()
    await made.bound_team()
    await made.services()
    await false_statements(made)
    await _papers(made)
    await _desks(made)
    await _plans(made)
    await _offices(made)
    await _invited_experts(made)
    await _files(made)
    await _messages(made)
    await _commitments(made)
    return World(db, made.cast, made.things)
