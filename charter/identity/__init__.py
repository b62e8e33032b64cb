"""Identity: turns a credential into a principal."""
