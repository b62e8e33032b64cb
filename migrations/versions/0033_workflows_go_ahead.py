"""What a workflow batch leaves that locked nothing first, in one statement."""

from __future__ import annotations

from alembic import op

revision = "0033_workflows_go_ahead"
down_revision = "0032_tools_that_ask"
branch_labels = None
depends_on = None

# As whoever calls it, behind the row security of the tenant that it enters. A count that does not fit means that
# somebody else wrote first: the caller takes locks and does it again. The statements are planned once for a connection,
# and again when the tables have been analysed. Rows are looked for one by one (OFFSET 0 keeps the planner from turning
# that round), which is right for few rows and never wrong for many.
_GO_AHEAD = """
CREATE FUNCTION workflow_go_ahead(tenant uuid, answered json, gone uuid[], new_instances json, changed json, told json,
  jobs json, queued json, asked json) RETURNS void LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  touched integer;
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
    UPDATE process_instances i SET revision = i.revision + 1, tokens = c.tokens,
      variables = coalesce(c.variables, i.variables), state = c.state, incidents = i.incidents + c.incidents,
      ended_at = c.ended_at
    FROM json_to_recordset(changed) AS c(id uuid, tokens json, variables json, state text, incidents int,
      ended_at timestamptz, revision int) CROSS JOIN LATERAL (
        SELECT p.ctid AS place FROM process_instances p WHERE p.id = c.id AND p.revision = c.revision
        OFFSET 0 FOR NO KEY UPDATE) AS found
    WHERE i.ctid = found.place;
    GET DIAGNOSTICS touched = ROW_COUNT;
    IF touched <> json_array_length(changed) THEN
      RAISE EXCEPTION 'an instance has gone on without this process' USING ERRCODE = 'serialization_failure';
    END IF;
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
    op.execute("DROP FUNCTION workflow_go_ahead")
