"""What the database refuses by itself, even to direct SQL of the application's own role."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from backend.platform.constraints import explain
from backend.platform.database import Database
from backend.platform.identifiers import new_id
from tests.factories.demands import draft_demand, submitted_demand
from tests.factories.matches import agreed_match, application, consent, stage
from tests.factories.standins import quick_enterprise, quick_expert
from tests.factories.teams import accepted_team, complete_team, invited_team, members

EVENT = """
    INSERT INTO audit_events (id, created_at, occurred_at, actor_name, actor_role, subject_type,
      subject_id, subject_version, action, to_state, detail, request_id, client_address)
    SELECT gen_random_uuid(), now(), now(), 'psql', 'system', '{table}', id, version, 'forged',
      state, '{{}}', '', '' FROM {table} WHERE id = :id
"""
PLACE = """
    INSERT INTO expert_places (id, created_at, version, updated_at, expert_id, slot_no,
      enterprise_id, opened_at, closed_at)
    VALUES (:id, now(), 1, now(), :expert, :slot, :enterprise, now(), NULL)
"""


async def refused(db: Database, *statements: tuple[str, dict[str, Any]]) -> str:
    """What the database says against these statements run in one transaction."""

    async def run() -> None:
        async with db.transaction() as session:
            for statement, values in statements:
                await session.execute(text(statement), values)

    with pytest.raises(IntegrityError) as error:
        await run()
    assert explain(error.value).status == 409
    return str(error.value.orig)


def forced(table: str, id: UUID, change: str) -> list[tuple[str, dict[str, Any]]]:
    """A state forced by hand, with a forged event, so that only the fence meant is left."""
    update = f"UPDATE {table} SET {change}, version = version + 1 WHERE id = :id"
    return [(update, {"id": id}), (EVENT.format(table=table), {"id": id})]


@pytest.mark.clause("5.5.1")
async def test_d01_a_fourth_place_needs_a_waiver(db: Database) -> None:
    expert = await quick_expert(db)
    firms = [await quick_enterprise(db) for _ in range(4)]

    def place(slot: int, firm: int) -> tuple[str, dict[str, Any]]:
        values = {"id": new_id(), "expert": expert.expert_id, "slot": slot}
        return PLACE, values | {"enterprise": firms[firm].enterprise_id}

    three = [place(slot, slot - 1) for slot in (1, 2, 3)]
    assert "three_enterprises" in await refused(db, *three, place(4, 3))
    assert "uq_expert_places_slot" in await refused(db, *three, place(3, 3))
    assert "uq_expert_places_enterprise" in await refused(db, *three[:2], place(3, 0))
    assert "three_enterprises" in await refused(db, place(0, 0))


@pytest.mark.clause("5.5.1")
async def test_a_waiver_nobody_granted_opens_no_place(db: Database) -> None:
    await agreed_match(db)
    statement = "UPDATE expert_places SET slot_no = 4, waiver_id = :waiver, version = version + 1"
    assert "no granted waiver" in await refused(db, (statement, {"waiver": new_id()}))


@pytest.mark.clause("5.2.4")
async def test_d02_three_or_eight_members_make_no_team(db: Database) -> None:
    around = await stage(db)
    experts = await members(db, 3)
    team = await accepted_team(db, around.demand.id, experts)
    assert "[D02]" in await refused(db, *forced("teams", team.id, "state = 'complete'"))
    full = await complete_team(db, around.demand.id, await members(db, 7))
    eighth = await quick_expert(db)
    joining = """
        INSERT INTO team_members (id, created_at, version, updated_at, team_id, expert_id,
          is_leader, standing) VALUES (:id, now(), 1, now(), :team, :expert, false, 'accepted')
    """
    accepting = """
        INSERT INTO team_acceptances (id, created_at, team_id, roster_version, expert_id,
          account_id) VALUES (:id, now(), :team, :roster, :expert, :account)
    """
    values = {"team": full.id, "expert": eighth.expert_id, "account": eighth.account_id}
    roster = {"roster": full.roster_version}
    assert "[D02]" in await refused(
        db,
        (joining, {"id": new_id(), "team": full.id, "expert": eighth.expert_id}),
        (accepting, {"id": new_id()} | values | roster),
    )
    second = "UPDATE team_members SET is_leader = true, version = version + 1 WHERE team_id = :id"
    assert "uq_team_members_leader" in await refused(db, (second, {"id": full.id}))


@pytest.mark.clause("5.2.3")
async def test_d03_every_member_accepted_this_roster(db: Database) -> None:
    around = await stage(db)
    team = await invited_team(db, around.demand.id, await members(db, 4))
    assert "[D03]" in await refused(db, *forced("teams", team.id, "state = 'complete'"))
    whole = await complete_team(db, around.demand.id, await members(db, 4))
    renewed = "UPDATE teams SET roster_version = 99, version = version + 1 WHERE id = :id"
    assert "[D03]" in await refused(db, (renewed, {"id": whole.id}))
    forgotten = ("DELETE FROM team_acceptances WHERE team_id = :id", {"id": whole.id})
    assert "append-only" in await refused(db, forgotten)


@pytest.mark.clause("5.4.3")
async def test_d04_a_demand_has_one_active_match_of_one_side(db: Database) -> None:
    around, match = await agreed_match(db)
    other = await quick_expert(db)
    async with db.transaction() as session:
        query = "UPDATE demands SET state = 'published', version = version + 1 WHERE id = :id"
        await session.execute(text(query), {"id": around.demand.id})
        await session.execute(text(EVENT.format(table="demands")), {"id": around.demand.id})
        # The first match, set aside for a moment so that the second may apply.
        aside = "UPDATE matches SET state = 'ended', version = version + 1 WHERE id = :id"
        await session.execute(text(aside), {"id": match.id})
        await session.execute(text(EVENT.format(table="matches")), {"id": match.id})
    second = await application(db, other, around.demand.id)
    await consent(db, around.enterprise, second)
    back = forced("matches", match.id, "state = 'agreed'")
    assert "uq_matches_one_per_demand" in await refused(db, *back)
    both = ("UPDATE matches SET team_id = :id, version = version + 1", {"id": new_id()})
    assert "expert_or_team" in await refused(db, both)
    neither = ("UPDATE matches SET expert_id = NULL, version = version + 1", {})
    assert "expert_or_team" in await refused(db, neither)


@pytest.mark.clause("5.4.1")
async def test_d05_agreed_means_both_consents_to_one_text(db: Database) -> None:
    around = await stage(db)
    offer = await application(db, around.expert, around.demand.id)
    assert "both_consents" in await refused(db, *forced("matches", offer.id, "state = 'agreed'"))
    borrowed = "enterprise_consent_id = expert_consent_id"
    wrong_side = forced("matches", offer.id, f"state = 'agreed', {borrowed}")
    assert "fk_matches_enterprise_consent" in await refused(db, *wrong_side)
    other_text = ("UPDATE matches SET demand_hash = 'x', version = version + 1", {})
    assert "fk_matches_expert_consent" in await refused(db, other_text)


@pytest.mark.clause("5.1.2")
async def test_d07_nothing_is_published_without_approval_of_that_version(db: Database) -> None:
    around = await stage(db)
    draft = await draft_demand(db, around.enterprise)
    published = "state = 'published'"
    assert "published" in await refused(db, *forced("demands", draft.id, published))
    waiting = await submitted_demand(db, around.enterprise)
    borrowed = (
        f"{published}, published_number = 1, published_decision = 'approve', published_review_id ="
        f" (SELECT published_review_id FROM demands WHERE id = '{around.demand.id}')"
    )
    stolen = await refused(db, *forced("demands", waiting.id, borrowed))
    assert "fk_demands_published_review" in stolen
    newer = forced("demands", around.demand.id, "published_number = 2")
    assert "fk_demands_published_review" in await refused(db, *newer)
    rewritten = ("UPDATE demand_versions SET content = '{}'", {})
    assert "append-only" in await refused(db, rewritten)


@pytest.mark.clause("5.6.1")
async def test_d13_an_ended_place_never_opens_again(db: Database) -> None:
    from backend.matches import service
    from backend.matches.schemas import WithdrawIn

    around, match = await agreed_match(db)
    await service.withdraw(db, around.expert, match.id, WithdrawIn(code="time"))
    for table in ("expert_places", "place_uses"):
        again = (f"UPDATE {table} SET closed_at = NULL, version = version + 1", {})
        assert "[D13]" in await refused(db, again)
        later = (f"UPDATE {table} SET closed_at = now(), version = version + 1", {})
        assert "[D13]" in await refused(db, later)


@pytest.mark.clause("5.2.2")
async def test_d28_nobody_takes_part_twice_in_one_demand(db: Database) -> None:
    around = await stage(db)
    await application(db, around.expert, around.demand.id)
    twice = """
        INSERT INTO participations (id, created_at, match_id, demand_id, expert_id)
        SELECT gen_random_uuid(), now(), match_id, demand_id, expert_id FROM participations
    """
    assert "uq_participations_open" in await refused(db, (twice, {}))


async def test_d21_no_state_changes_without_its_event(db: Database) -> None:
    around = await stage(db)
    silent = "UPDATE demands SET state = 'withdrawn', version = version + 1 WHERE id = :id"
    assert "[D21]" in await refused(db, (silent, {"id": around.demand.id}))
