"""The parent of everything ``charter up`` runs: Postgres, API, worker, demo model.

Small on purpose: it is there all the time and must not be what fails. It imports the standard library, the embedded
Postgres and nothing else; whatever needs more (settings, migrations) is done by a process that ends.
"""
