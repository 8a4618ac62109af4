"""WeChat beside the inbox: whose it is, who is about to bind, and what is told there.

Revision ID: 0025_wechat
Revises: 0024_come_back
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025_wechat"
down_revision = "0024_come_back"
branch_labels = None
depends_on = None


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _keys(table: str) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f(f"fk_{table}_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _check(name: str, words: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(words, name=op.f(f"ck_wechat_bindings_{name}"))


def _bindings() -> None:
    table = "wechat_bindings"
    op.create_table(
        table,
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("openid", sa.LargeBinary(), nullable=True),
        sa.Column("openid_hash", sa.Text(), nullable=True),
        _moment("ended_at"),
        sa.Column("ended_because", sa.Text(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        _moment("updated_at", nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _moment("created_at", nullable=False),
        _check("found_again", "num_nonnulls(openid, openid_hash) IN (0, 2)"),
        _check("forgotten", "(ended_at IS NULL) = (openid IS NOT NULL)"),
        _check("because", "(ended_at IS NULL) = (ended_because IS NULL)"),
        *_keys(table),
    )
    op.create_index(
        "uq_wechat_bindings_account",
        table,
        ["account_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("uq_wechat_bindings_openid", table, ["openid_hash"], unique=True)
    op.create_index("ix_wechat_bindings_account", table, ["account_id", "created_at"])
    op.execute(
        f"CREATE TRIGGER version_rises BEFORE UPDATE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION version_rises()"
    )


def upgrade() -> None:
    """Create both tables, and the choice."""
    _bindings()
    table = "wechat_requests"
    op.create_table(
        table,
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        _moment("expires_at", nullable=False),
        _moment("used_at"),
        sa.Column("id", sa.Uuid(), nullable=False),
        _moment("created_at", nullable=False),
        *_keys(table),
    )
    op.create_index("uq_wechat_requests_token", table, ["token_hash"], unique=True)
    op.create_index("ix_wechat_requests_account", table, ["account_id"])
    op.add_column(
        "message_choices",
        sa.Column("wechat", postgresql.JSONB(), server_default="[]", nullable=False),
    )
    op.alter_column("message_choices", "wechat", server_default=None)


def downgrade() -> None:
    """Nobody is told in WeChat."""
    op.execute("DELETE FROM messages WHERE channel = 'wechat'")
    op.drop_column("message_choices", "wechat")
    op.drop_table("wechat_requests")
    op.drop_table("wechat_bindings")
