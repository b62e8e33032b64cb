"""Agents: named things with versions, made from templates or by hand."""
