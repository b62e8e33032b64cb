"""BPMN 2.0 XML in, typed graph out: reading, linting, writing, laying out. No database, no network, no clock."""
