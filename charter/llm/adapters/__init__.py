"""One file per wire format; which provider kinds speak it is in :mod:`charter.llm.kinds`."""
