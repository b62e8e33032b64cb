"""DMN 1.1 to 1.5: decision models from XML, evaluated with FEEL. Pure: no database, no network, no clock."""
