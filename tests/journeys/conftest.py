"""A province with its offices, spoken to over HTTP."""

import pytest

from backend.identity.permissions import Role
from tests.factories import people
from tests.journeys.province import Province
from tests.journeys.visitor import Visitor


@pytest.fixture
async def province(db, client) -> Province:
    """The department's first officer exists, as after `python -m backend officer`; nobody else."""
    email = "officer@demo.example"
    await people.officer(db, Role.DEPARTMENT, email=email)
    officer = Visitor(client, email, people.PASSWORD)
    return Province(client, await officer.sign_in())
