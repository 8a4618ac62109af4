"""One account a phone and an address, without telling who has one."""

import asyncio

import pytest

from backend.identity.service import NOT_OPENED, REFUSALS
from tests.identity.test_api import sign_up


@pytest.mark.parametrize("change", [{"phone": "10000000009"}, {"email": "other@demo.example"}])
async def test_a_phone_or_address_has_one_account(client, change: dict[str, str]) -> None:
    await sign_up(client)
    answer = await sign_up(client, **change)
    assert answer.status_code == 409
    # The way on, in the same words whichever was taken.
    assert answer.json()["detail"] == NOT_OPENED
    assert "请直接登录" in NOT_OPENED


async def test_who_has_an_account_cannot_be_read_off_number_by_number(client) -> None:
    await sign_up(client)
    answers = [await sign_up(client, email=f"a{n}@b.example") for n in range(REFUSALS + 1)]
    refused = [answer.status_code for answer in answers]
    assert refused == [409] * REFUSALS + [429]
    # From there, a free number is not told from a taken one any more.
    free = await sign_up(client, phone="10000000077", email="free@demo.example")
    assert free.status_code == 429
    assert free.json()["detail"] == answers[-1].json()["detail"]


async def test_of_ten_sign_ups_with_one_phone_at_once_one_wins(client) -> None:
    answers = await asyncio.gather(*(sign_up(client, email=f"a{n}@b.example") for n in range(10)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 9
