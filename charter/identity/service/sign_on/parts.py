"""What single sign-on needs from its process, put together once."""

from __future__ import annotations

from dataclasses import dataclass

from charter.core.crypto import MasterKey, Vault
from charter.core.db import Database
from charter.core.guarded_client import AddressRules, GuardedClient
from charter.core.settings import Settings
from charter.identity.oidc.flow import AttemptSeal
from charter.identity.oidc.keys import KeySets


@dataclass(frozen=True, slots=True)
class SignOnParts:
    """The collaborators of single sign-on."""

    database: Database
    http: GuardedClient
    rules: AddressRules
    vault: Vault
    master: MasterKey
    keys: KeySets
    seal: AttemptSeal
    base_url: str

    @classmethod
    def of(
        cls, settings: Settings, database: Database, http: GuardedClient, vault: Vault, master: MasterKey
    ) -> SignOnParts:
        """Return the parts of one process."""
        return cls(
            database=database,
            http=http,
            rules=AddressRules(settings.private_hosts_allowed),
            vault=vault,
            master=master,
            keys=KeySets(http),
            seal=AttemptSeal(master.derive("sign-on-attempt")),
            base_url=settings.base_url,
        )

    @property
    def redirect_uri(self) -> str:
        """Where providers send browsers back to."""
        return f"{self.base_url}/v1/sign-on/callback"

    @property
    def back_channel_logout_uri(self) -> str:
        """Where providers say that somebody has signed out."""
        return f"{self.base_url}/v1/sign-on/back-channel-logout"

    @property
    def scim_url(self) -> str:
        """Where directories provision to."""
        return f"{self.base_url}/v1/scim/v2"

    @property
    def home(self) -> str:
        """Where browsers come back to after signing out."""
        return f"{self.base_url}/"

    def scim_hash(self, secret: str) -> bytes:
        """Return what is stored of a SCIM token's secret."""
        return self.master.keyed_hash("scim-token", secret)
