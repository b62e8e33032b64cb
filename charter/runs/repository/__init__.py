"""Every query of runs: the journal (plain statements, hot) and the rest."""
