"""Table of the site's editable texts."""

from sqlalchemy.orm import Mapped, mapped_column

from backend.platform.models import Entity


class SiteText(Entity):
    """A text the department edits: contact, technical support, announcements."""

    __tablename__ = "site_texts"

    key: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    body: Mapped[str]
