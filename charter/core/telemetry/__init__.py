"""Logs, metrics and traces, correlated by tenant, principal, run and trace id."""
