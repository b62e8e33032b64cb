"""Instances that a workflow batch has changed are updated one by one, each found by its key."""

from __future__ import annotations

from alembic import context, op

revision = "0036_workflows_one_by_one"
down_revision = "0035_workflows_by_place"
branch_labels = None
depends_on = None

# One statement for all of them was planned, on a table without statistics, as a walk through all instances of the
# tenant, for each batch: after a few hundred instances a new installation did a fifth of the work, until Postgres had
# analysed the table. A statement that has nothing to join cannot be turned round.
_GO_AHEAD = """
CREATE OR REPLACE FUNCTION workflow_go_ahead(tenant uuid, answered json, gone uuid[], new_instances json,
  changed json, told json, jobs json, queued json, asked json) RETURNS void LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_hashjoin = off SET enable_mergejoin = off SET random_page_cost = 0.01 AS $$
DECLARE
  touched integer;
  one record;
BEGIN
  PERFORM set_config('charter.tenant_id', tenant::text, true);
  IF answered IS NOT NULL THEN
    DELETE FROM workflow_jobs WHERE ctid = ANY(ARRAY(
      SELECT j.place FROM json_to_recordset(answered) AS a(id uuid, lease int) CROSS JOIN LATERAL (
        SELECT w.ctid AS place FROM workflow_jobs w WHERE w.id = a.id AND w.lease = coalesce(a.lease, w.lease)
        OFFSET 0 FOR UPDATE) AS j));
    GET DIAGNOSTICS touched = ROW_COUNT;
    IF touched <> json_array_length(answered) THEN
      RAISE EXCEPTION 'a job is not its worker''s any more' USING ERRCODE = 'serialization_failure';
    END IF;
  END IF;
  IF cardinality(gone) > 0 THEN
    DELETE FROM workflow_jobs WHERE ctid = ANY(ARRAY(
      SELECT j.place FROM unnest(gone) AS g(id) CROSS JOIN LATERAL (
        SELECT w.ctid AS place FROM workflow_jobs w WHERE w.id = g.id OFFSET 0 FOR UPDATE) AS j));
  END IF;
  IF new_instances IS NOT NULL THEN
    INSERT INTO process_instances (id, definition_id, process_id, version, parent_id, parent_key, business_key, state,
      incidents, tokens, variables, started_by, started_at, ended_at)
    SELECT * FROM json_to_recordset(new_instances) AS n(id uuid, definition_id uuid, process_id text, version int,
      parent_id uuid, parent_key int, business_key text, state text, incidents int, tokens json, variables json,
      started_by uuid, started_at timestamptz, ended_at timestamptz);
  END IF;
  IF changed IS NOT NULL THEN
    FOR one IN SELECT * FROM json_to_recordset(changed) AS c(id uuid, tokens json, variables json, state text,
      incidents int, ended_at timestamptz, revision int)
    LOOP
      UPDATE process_instances i SET revision = i.revision + 1, tokens = one.tokens,
        variables = coalesce(one.variables, i.variables), state = one.state, incidents = i.incidents + one.incidents,
        ended_at = one.ended_at
      WHERE i.id = one.id AND i.revision = one.revision;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'an instance has gone on without this process' USING ERRCODE = 'serialization_failure';
      END IF;
    END LOOP;
  END IF;
  INSERT INTO process_history (instance_id, revision, at, entries)
  SELECT * FROM json_to_recordset(told) AS t(instance_id uuid, revision int, at timestamptz, entries json);
  IF jobs IS NOT NULL THEN
    INSERT INTO workflow_jobs (id, instance_id, key, node, process_id, kind, event, type, retries, headers, ready_at,
      held, state, lease, worker, deadline)
    SELECT * FROM json_to_recordset(jobs) AS j(id uuid, instance_id uuid, key int, node text, process_id text,
      kind text, event text, type text, retries int, headers json, ready_at timestamptz, held bool, state text,
      lease int, worker text, deadline timestamptz);
  END IF;
  IF queued IS NOT NULL THEN
    INSERT INTO queue_items (id, kind, payload, run_at, max_attempts)
    SELECT q.id, 'workflows.job', jsonb_build_object('job_id', q.job_id), q.run_at, 1000
    FROM json_to_recordset(queued) AS q(id uuid, job_id uuid, run_at timestamptz);
  END IF;
  IF asked IS NOT NULL THEN
    INSERT INTO audit_pending (id, actor_kind, actor_id, actor_label, action, resource_kind, resource_id, after,
      request_id, trace_id)
    SELECT a.id, a.actor_kind, a.actor_id, a.actor_label, a.action, 'process_instance', a.resource_id, a.after,
      a.request_id, a.trace_id
    FROM json_to_recordset(asked) AS a(id uuid, actor_kind text, actor_id uuid, actor_label text, action text,
      resource_id uuid, after jsonb, request_id text, trace_id text);
  END IF;
END
$$
"""


def upgrade() -> None:
    op.execute(_GO_AHEAD)


def downgrade() -> None:
    before = context.script.get_revision("0033_workflows_go_ahead").module
    go_ahead = before._GO_AHEAD  # noqa: SLF001 - as it was
    op.execute(go_ahead.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1))
    op.execute("ALTER FUNCTION workflow_go_ahead SET random_page_cost = 0.01")
