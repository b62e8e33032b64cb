"""The metric storage_bytes: what a tenant's content takes, drawn on by triggers in the transaction of the write."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from charter.core.db.protect import protect

revision = "0015_storage"
down_revision = "0014_identity"

_TENANT = "nullif(current_setting('charter.tenant_id', true), '')::uuid"
_METRICS = "'requests', 'runs', 'concurrent_runs', 'agents', 'tokens', 'cost_micros'"

# Lengths of the text form: what a value takes on disk depends on how it came there, and would not add up again.
_OF_RUN = """
CREATE FUNCTION content_of_run(tenant uuid, run uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
SELECT octet_length(r.input) + coalesce(octet_length(r.output), 0)
  + coalesce(octet_length(r.messages::text), 0) + coalesce(octet_length(r.structured_output::text), 0)
  + coalesce(octet_length(r.error::text), 0) + coalesce(octet_length(r.last_exchange::text), 0)
  + coalesce((SELECT sum(octet_length(s.input::text) + coalesce(octet_length(s.output::text), 0)
      + coalesce(octet_length(s.error::text), 0)) FROM run_steps s WHERE s.tenant_id = tenant AND s.run_id = run), 0)
  + coalesce((SELECT sum(octet_length(e.data::text)) FROM run_events e
      WHERE e.tenant_id = tenant AND e.run_id = run), 0)
FROM runs r WHERE r.tenant_id = tenant AND r.id = run
$$
"""

# A cascade runs as the owner of the table, who sees all tenants: the tenant stands in each condition.
_DRAW = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM content_levels l WHERE l.tenant_id = {tenant}) THEN
    INSERT INTO content_draws (tenant_id, id, bytes) VALUES ({tenant}, gen_random_uuid(), {bytes});
  END IF;
  RETURN {row};
END
$$
"""

_NEW_RUN, _OLD_RUN = (f"content_of_run({row}.tenant_id, {row}.id)" for row in ("NEW", "OLD"))
_FUNCTIONS = {
    "draw_ended_run": ("NEW.tenant_id", _NEW_RUN, "NEW"),
    "give_back_run": ("OLD.tenant_id", f"- {_OLD_RUN}", "OLD"),
    "draw_version": ("NEW.tenant_id", "octet_length(NEW.definition::text)", "NEW"),
    "redraw_version": (
        "NEW.tenant_id",
        "octet_length(NEW.definition::text) - octet_length(OLD.definition::text)",
        "NEW",
    ),
    "give_back_version": ("OLD.tenant_id", "- octet_length(OLD.definition::text)", "OLD"),
    "redraw_branding": (
        "NEW.id",
        "coalesce(octet_length(NEW.branding::text), 0) - coalesce(octet_length(OLD.branding::text), 0)",
        "NEW",
    ),
}

# A run is drawn when it ends, whole: its journal grows with every call, and one look at the end costs least.
_TRIGGERS = {
    "draw_ended_run": "AFTER UPDATE OF ended_at ON runs FOR EACH ROW "
    "WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL)",
    "give_back_run": "BEFORE DELETE ON runs FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL)",
    "draw_version": "AFTER INSERT ON agent_versions FOR EACH ROW",
    "redraw_version": "AFTER UPDATE OF definition ON agent_versions FOR EACH ROW",
    "give_back_version": "AFTER DELETE ON agent_versions FOR EACH ROW",
    "redraw_branding": "AFTER UPDATE OF branding ON tenants FOR EACH ROW",
}


def upgrade() -> None:
    """Create the level of each tenant that has such a budget, what is drawn on it, and the triggers that draw."""
    op.drop_constraint(op.f("ck_budgets_metric"), "budgets")
    op.create_check_constraint(op.f("ck_budgets_metric"), "budgets", f"metric IN ({_METRICS}, 'storage_bytes')")
    op.create_table(
        "content_levels",
        sa.Column("tenant_id", sa.Uuid(), server_default=sa.text(_TENANT), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_content_levels_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_content_levels")),
    )
    op.create_table(
        "content_draws",
        sa.Column("tenant_id", sa.Uuid(), server_default=sa.text(_TENANT), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_content_draws")),
    )
    for table in ("content_levels", "content_draws"):
        protect(table)
    op.execute(_OF_RUN)
    for name, (tenant, size, row) in _FUNCTIONS.items():
        op.execute(_DRAW.format(name=name, tenant=tenant, bytes=size, row=row))
        op.execute(f"CREATE TRIGGER {name} {_TRIGGERS[name]} EXECUTE FUNCTION {name}()")
