"""A team serves as one party: its leader signs, every member's place counts, all are freed."""

import pytest
from sqlalchemy import text

from backend.agreements import service as agreements
from backend.agreements.schemas import AgreementIn, SignIn
from backend.evaluations import service as evaluations
from backend.platform.problems import Problem
from tests.factories import agreements as made
from tests.factories import organisations, standins, teams
from tests.factories.experts import credit_code
from tests.factories.serving import agreed_team, serving_team


async def open_places(db):
    async with db.reading() as session:
        query = text("SELECT count(*) FROM expert_places WHERE closed_at IS NULL")
        return (await session.execute(query)).scalar_one()


async def team_state(db, team_id):
    async with db.reading() as session:
        query = text("SELECT state FROM teams WHERE id = :id")
        return (await session.execute(query, {"id": team_id})).scalar_one()


@pytest.mark.clause("5.4.1")
async def test_the_leader_signs_for_the_team_and_members_only_read(db):
    _, experts, _, match = await agreed_team(db)
    body = AgreementIn(match_id=match.id)
    drafted = await agreements.open_agreement(db, experts[0], body)
    assert drafted.team
    assert all(expert.name in drafted.text for expert in experts)
    member = await agreements.read(db, experts[1], drafted.id)
    assert [a.rule for a in member.allowed_actions] == ["AGR-03", "AGR-03"]
    signature = SignIn(text_hash=drafted.text_hash, signer_name="演示成员")
    with pytest.raises(Problem, match="组长代表全体成员") as refused:
        await agreements.sign(db, experts[1], drafted.id, signature)
    assert refused.value.status == 403
    signed = await made.sign(db, experts[0], drafted.id)
    assert signed.state == "partly_signed"


@pytest.mark.clause("5.6.1")
async def test_the_end_frees_every_members_place_and_dissolves_the_team(db):
    served, experts, team = await serving_team(db)
    assert (await open_places(db), await team_state(db, team.id)) == (4, "serving")
    assert len(served.engagement.members) == 4
    await made.log(db, made.as_member(served, experts[2]))
    await made.propose_end(db, experts[0], served.id)
    await evaluations.confirm_end(db, served.enterprise, served.id)
    assert (await open_places(db), await team_state(db, team.id)) == (0, "dissolved")


@pytest.mark.clause("5.7.1")
async def test_the_team_rates_as_one_party(db):
    served, experts, _ = await serving_team(db)
    await made.propose_end(db, experts[0], served.id)
    await evaluations.confirm_end(db, served.enterprise, served.id)
    word = made.rating("expert", "enterprise")
    with pytest.raises(Problem, match="组长") as refused:
        await evaluations.rate(db, experts[1], served.id, word)
    assert refused.value.status == 403
    assert (await evaluations.rate(db, experts[0], served.id, word)).given == 1
    assert (await evaluations.read(db, experts[1], served.id)).my_party is None


@pytest.mark.clause("5.4.2")
async def test_the_organisation_of_every_member_gets_a_copy(db, sign_in):
    bureau, school = (
        await organisations.city_bureau(db),
        await organisations.university(db, credit_code(71)),
    )
    homes = [bureau, school, bureau, None]
    experts = [
        await standins.quick_expert(
            db,
            main_discipline=code,
            disciplines=[code],
            organisation_id=home.organisation_id if home else None,
        )
        for code, home in zip(teams.DISCIPLINES, homes, strict=True)
    ]
    around, _, _, match = await agreed_team(db, experts=experts)
    drafted = await agreements.open_agreement(db, experts[0], AgreementIn(match_id=match.id))
    for actor in (around.enterprise, experts[0]):
        await made.sign(db, actor, drafted.id)
    shown = await agreements.read(db, around.reviewer, drafted.id)
    assert {copy.organisation.id for copy in shown.copies} == {
        bureau.organisation_id,
        school.organisation_id,
    }
    office = await sign_in(school)  # of a member alone, not of the leader
    answer = await office.get(f"/api/v1/agreements/{drafted.id}")
    assert [a["action"] for a in answer.json()["allowed_actions"]] == ["object"]
