"""Reports, appeals, services put before the department, imported lists."""

from uuid import UUID

from sqlalchemy import and_, exists, false, func, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.elements import ColumnElement

from backend.credit_records.models import CreditRecord
from backend.credit_records.states import CreditState
from backend.demands.models import Demand
from backend.engagements.models import Engagement
from backend.enterprises.models import Enterprise
from backend.experts.models import Expert
from backend.identity.actor import Actor
from backend.identity.models import Membership
from backend.identity.permissions import Role
from backend.integrity.models import CreditImport, IntegrityAppeal, IntegrityReport, ServiceHold
from backend.integrity.queries.subjects import UNDER_WAY
from backend.integrity.schemas import AppealQuery, HoldQuery, ReportQuery
from backend.integrity.states import AppealState, HoldState, ReportState
from backend.organisations.models import Organisation
from backend.platform.rows import AnyRow, AnySelect


def _is_about(actor: Actor) -> ColumnElement[bool]:
    """Whether a report is about the actor, in whichever hat he reads it."""
    as_expert = exists().where(
        Expert.id == IntegrityReport.subject_id, Expert.account_id == actor.account_id
    )
    as_enterprise = exists().where(
        Membership.enterprise_id == IntegrityReport.subject_id,
        Membership.account_id == actor.account_id,
    )
    return or_(as_expert, as_enterprise)


def reports_for(actor: Actor) -> ColumnElement[bool]:
    """The department's and the competent organisation's; never who is reported or reports."""
    if actor.role is Role.DEPARTMENT:
        desk: ColumnElement[bool] = IntegrityReport.id.is_not(None)
    elif actor.role is Role.REVIEWER:
        desk = IntegrityReport.organisation_id == actor.organisation_id
    else:
        return false()
    not_mine = IntegrityReport.reporter_account_id.is_distinct_from(actor.account_id)
    return and_(desk, not_mine, not_(_is_about(actor)))


def _reports() -> AnySelect:
    return select(IntegrityReport, Organisation.name.label("organisation_name")).outerjoin(
        Organisation, Organisation.id == IntegrityReport.organisation_id
    )


def report_list(actor: Actor, asked: ReportQuery) -> AnySelect:
    """The reports on an actor's desk: what is open first, then by the due day."""
    query = _reports().where(reports_for(actor))
    if asked.state is not None:
        query = query.where(IntegrityReport.state == asked.state)
    open_ones = IntegrityReport.state.in_((ReportState.RECEIVED, ReportState.LOOKING_INTO))
    return query.order_by(open_ones.desc(), IntegrityReport.due_on, IntegrityReport.id.desc())


async def report(session: AsyncSession, actor: Actor, report_id: UUID) -> AnyRow | None:
    """One report, if it is on the actor's desk."""
    query = _reports().where(reports_for(actor), IntegrityReport.id == report_id)
    query = query.execution_options(populate_existing=True)
    return (await session.execute(query)).one_or_none()


async def reported_by(session: AsyncSession, account_id: UUID | None) -> list[IntegrityReport]:
    """What an account has reported, the newest first."""
    query = select(IntegrityReport).where(IntegrityReport.reporter_account_id == account_id)
    return list((await session.execute(query.order_by(IntegrityReport.id.desc()))).scalars())


async def numbered(session: AsyncSession, number: str) -> IntegrityReport | None:
    """The report of this number."""
    query = select(IntegrityReport).where(IntegrityReport.number == number)
    return (await session.execute(query)).scalar_one_or_none()


async def record(session: AsyncSession, record_id: UUID) -> CreditRecord | None:
    """One bad-credit record."""
    return await session.get(CreditRecord, record_id)


async def record_of_report(session: AsyncSession, report_id: UUID) -> UUID | None:
    """The latest record a report has led to."""
    query = select(CreditRecord.id).where(CreditRecord.report_id == report_id)
    return (await session.execute(query.order_by(CreditRecord.id.desc()).limit(1))).scalar()


async def appeal_of(session: AsyncSession, record_id: UUID) -> IntegrityAppeal | None:
    """The appeal against a record."""
    query = select(IntegrityAppeal).where(IntegrityAppeal.record_id == record_id)
    query = query.execution_options(populate_existing=True)
    return (await session.execute(query)).scalar_one_or_none()


def appeal_list(asked: AppealQuery) -> AnySelect:
    """The appeals: what is open first, then by the due day."""
    query = select(IntegrityAppeal, CreditRecord).join(
        CreditRecord, CreditRecord.id == IntegrityAppeal.record_id
    )
    if asked.state is not None:
        query = query.where(IntegrityAppeal.state == asked.state)
    is_open = IntegrityAppeal.state == AppealState.FILED
    return query.order_by(is_open.desc(), IntegrityAppeal.due_on, IntegrityAppeal.id.desc())


def _holds() -> AnySelect:
    return (
        select(ServiceHold, Demand.title.label("demand_title"))
        .add_columns(Enterprise.name.label("enterprise_name"), Expert.name.label("expert_name"))
        .join(Engagement, Engagement.id == ServiceHold.engagement_id)
        .join(Demand, Demand.id == Engagement.demand_id)
        .join(Enterprise, Enterprise.id == Engagement.enterprise_id)
        .join(Expert, Expert.id == Engagement.expert_id)
        .execution_options(populate_existing=True)
    )


def hold_list(asked: HoldQuery) -> AnySelect:
    """The services put before the department: what is open first, then by the due day."""
    query = _holds()
    if asked.state is not None:
        query = query.where(ServiceHold.state == asked.state)
    is_open = ServiceHold.state == HoldState.OPEN
    return query.order_by(is_open.desc(), ServiceHold.due_on, ServiceHold.id.desc())


async def hold(session: AsyncSession, hold_id: UUID) -> AnyRow | None:
    """One of them."""
    return (await session.execute(_holds().where(ServiceHold.id == hold_id))).one_or_none()


async def holds_of(session: AsyncSession, record_id: UUID) -> list[AnyRow]:
    """Those a record brought about."""
    query = _holds().where(ServiceHold.record_id == record_id).order_by(ServiceHold.id)
    return list((await session.execute(query)).all())


async def open_holds(session: AsyncSession, record_id: UUID) -> list[ServiceHold]:
    """Those of a record that are still to decide, locked."""
    query = select(ServiceHold).where(
        ServiceHold.record_id == record_id, ServiceHold.state == HoldState.OPEN
    )
    query = query.order_by(ServiceHold.id).with_for_update()
    return list((await session.execute(query)).scalars())


async def settled_elsewhere(session: AsyncSession) -> list[UUID]:
    """Open ones whose service has ended meanwhile."""
    query = (
        select(ServiceHold.id)
        .join(Engagement, Engagement.id == ServiceHold.engagement_id)
        .where(ServiceHold.state == HoldState.OPEN, Engagement.state.not_in(UNDER_WAY))
    )
    return list((await session.execute(query.order_by(ServiceHold.id))).scalars())


def imports() -> AnySelect:
    """The lists that were taken over, with how many of their records wait."""
    waiting = (
        select(func.count())
        .where(
            CreditRecord.import_id == CreditImport.id,
            CreditRecord.state == CreditState.PROPOSED,
        )
        .scalar_subquery()
    )
    return select(CreditImport, waiting.label("waiting")).order_by(CreditImport.id.desc())


async def report_number(session: AsyncSession, report_id: UUID | None) -> str | None:
    """The number of a report."""
    query = select(IntegrityReport.number).where(IntegrityReport.id == report_id)
    return (await session.execute(query)).scalar_one_or_none()


async def accounts_under(session: AsyncSession, record: CreditRecord) -> list[UUID]:
    """The accounts that have submitted a registration under a record's number."""
    if record.subject_kind == "person":
        query = select(Expert.account_id).where(Expert.id_fingerprint == record.subject_key)
    else:
        query = (
            select(Membership.account_id)
            .join(Enterprise, Enterprise.id == Membership.enterprise_id)
            .where(Enterprise.uscc == record.subject_key, Membership.ended_at.is_(None))
        )
    return list((await session.execute(query.distinct())).scalars())
