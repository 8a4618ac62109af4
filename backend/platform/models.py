"""The base of all tables and the columns every record has."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, MetaData, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from backend.platform import clock
from backend.platform.identifiers import new_id

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Declarative base; python types map to PostgreSQL's text, timestamptz and jsonb."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {
        str: Text,
        int: BigInteger,
        datetime: DateTime(timezone=True),
        dict: JSONB,
        list: JSONB,
    }


class Record(Base):
    """A row with a key and the moment it was made; never edited unless it is an Entity."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Entity(Record):
    """A record that is edited: its version rises by one per update (held by a trigger too)."""

    __abstract__ = True

    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, object]:  # pyrefly: ignore[bad-override]
        return {"version_id_col": cls.version}


class Stateful(Entity):
    """An entity in a workflow. `state` changes through platform.states.transition alone."""

    __abstract__ = True

    state: Mapped[str]
