"""A province with its offices, spoken to over HTTP."""

from collections.abc import AsyncIterator

import pytest

from backend.identity.permissions import Role
from tests.factories import people
from tests.journeys.province import Province
from tests.journeys.visitor import Visitor


@pytest.fixture
async def province(db, client) -> AsyncIterator[Province]:
    """The department's first officer exists, as after `python -m backend officer`; nobody else."""
    email = "officer@demo.example"
    await people.officer(db, Role.DEPARTMENT, email=email)
    officer = Visitor(client, email, people.PASSWORD)
    yield Province(client, await officer.sign_in())
