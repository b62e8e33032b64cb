"""Alembic's entry: runs on the connection that ``charter.core.db.migrate`` hands over."""

from alembic import context

import charter.tables  # noqa: F401 - registers every room's tables
from charter.core.db import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=Base.metadata, compare_type=True, transaction_per_migration=True
)
with context.begin_transaction():
    context.run_migrations()
