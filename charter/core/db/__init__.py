"""The database: base of tables, roles, tenant transactions, migrations and the catalogue check."""

from charter.core.db.base import TENANT_OF_TRANSACTION, Base, TenantOwned
from charter.core.db.database import Connection, Database, TenantNow
from charter.core.db.listener import Listener
from charter.core.db.outage import is_outage
from charter.core.db.roles import DatabaseUrls, app_role, audit_role, system_role, urls_for

__all__ = [
    "TENANT_OF_TRANSACTION",
    "Base",
    "Connection",
    "Database",
    "DatabaseUrls",
    "Listener",
    "TenantNow",
    "TenantOwned",
    "app_role",
    "audit_role",
    "is_outage",
    "system_role",
    "urls_for",
]
