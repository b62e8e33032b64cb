"""Rows that a workflow batch has found are written where they are, however small their table is."""

from __future__ import annotations

from alembic import op

revision = "0035_workflows_by_place"
down_revision = "0034_held_texts"
branch_labels = None
depends_on = None

# Pages of a small table seem dearer one by one than all rows of the tenant by another index, and the plan outlives the
# small table. When pages cost next to nothing, the plan that touches the fewest rows wins.


def upgrade() -> None:
    op.execute("ALTER FUNCTION workflow_go_ahead SET random_page_cost = 0.01")


def downgrade() -> None:
    op.execute("ALTER FUNCTION workflow_go_ahead RESET random_page_cost")
