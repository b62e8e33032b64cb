"""Postgres without an installation: the binaries of a wheel, run and watched by Charter itself.

One process owns a data directory and runs the server (:class:`EmbeddedPostgres`); every other process connects with
:func:`read_dsn`. Nothing here imports more than the standard library, so that the supervisor stays small.
"""

from charter.core.postgres.data_dir import prepare_data_dir
from charter.core.postgres.server import EmbeddedPostgres, PostgresState, read_dsn

__all__ = ["EmbeddedPostgres", "PostgresState", "prepare_data_dir", "read_dsn"]
