"""Who looks for demands, and a demand the desk should look at twice."""

from backend.demands import service as demands
from backend.demands.schemas import DemandFilter, ViewIn
from backend.demands.states import Pay
from backend.demo import people
from backend.demo.loading.forms import demand_form
from backend.demo.loading.history import Life
from backend.demo.loading.stage import Stage
from backend.demo.loading.stories import home_expert, home_firm, of_firm

_AGAIN = "我厂产品国内首创，详情请致电13900000000。"


async def searches(stage: Stage) -> Life:
    """The demo expert keeps two searches and is told of what is new; a firm asks twice."""
    yield stage.ago(20)
    expert = stage.experts[home_expert()].actor
    chain = people.expert(home_expert()).chains[0]
    for name, asked, is_shared in (
        ("本产业链的需求", DemandFilter(chain=chain), True),
        ("按成效付酬、半年内完成", DemandFilter(pay=Pay.RESULT, months=6), False),
    ):
        body = ViewIn(name=name, filter=asked, is_shared=is_shared, alerts=True)
        await demands.keep_view(stage.db, expert, body)
    yield stage.ago(1.2)
    # The likely double of a demand it has already: the desk sees both, and what they share.
    firm = stage.enterprises[home_firm()].actor
    form = demand_form(people.demand(of_firm(home_firm())[0]))
    changed = {"title": f"{form.title}（二期）", "present_state": form.present_state + _AGAIN}
    made = await demands.create(stage.db, firm, form.model_copy(update=changed))
    await demands.submit(stage.db, firm, made.id)
    yield stage.ago(0.2)
    await demands.alert_views(stage.db)
