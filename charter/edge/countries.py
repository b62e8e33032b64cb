"""Countries of addresses, from the operator's own GeoIP file (MaxMind DB format)."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import maxminddb

from charter.core.errors import StartRefused
from charter.edge.addresses import IpAddress


class Countries(Protocol):
    """Says in which country an address is."""

    def country_of(self, address: IpAddress) -> str | None:
        """Return two capital letters (ISO 3166-1), or None when it is not known."""
        ...


class GeoIpFile:
    """A file of the kinds ``GeoLite2-Country`` and ``dbip-country``.

    Raises:
        StartRefused: it is missing or damaged: country rules must not silently let everybody in.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._reader = maxminddb.open_database(path)
        except (OSError, maxminddb.InvalidDatabaseError) as error:
            raise StartRefused(f"CHARTER_GEOIP_FILE {path} cannot be read as a MaxMind DB: {error}.") from error

    def country_of(self, address: IpAddress) -> str | None:
        """Return the country of an address; its registered country when the file has no other."""
        try:
            found = self._reader.get(address)
        except ValueError:  # an IPv6 address in a file of IPv4
            return None
        if not isinstance(found, dict):
            return None
        for kind in ("country", "registered_country"):
            entry = found.get(kind)
            if isinstance(entry, dict) and isinstance(entry.get("iso_code"), str):
                return str(entry["iso_code"])
        return None

    def close(self) -> None:
        """Close the file."""
        self._reader.close()
