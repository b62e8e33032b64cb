"""The engine: (state, command) to (effects, new state). No database, no network, no clock of its own."""
