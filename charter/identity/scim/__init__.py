"""SCIM 2.0 (RFC 7643, RFC 7644): filters, changes and documents. Knows no database and no tenant."""
