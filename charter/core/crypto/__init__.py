"""Keys and secrets: the key file, what is derived from it, and envelope encryption of stored secrets."""

from charter.core.crypto.keys import MasterKey, create_key_file, load_key_file
from charter.core.crypto.vault import Vault

__all__ = ["MasterKey", "Vault", "create_key_file", "load_key_file"]
