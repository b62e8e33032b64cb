"""Refusals of archives."""

from charter.core.errors import CharterError


class ArchiveInvalid(CharterError):
    """Members: ``file`` and ``line``, where they are known."""

    status, code, title = 422, "archives.invalid", "Archive is not valid"


class ArchiveTooLarge(CharterError):
    status, code, title = 413, "archives.too-large", "Archive is too large"


class ArchiveOfOtherSchema(CharterError):
    """Members: ``archive`` and ``installation``: the revision of each."""

    status, code, title = 409, "archives.other-schema", "Archive is of another version"


class AccountsExist(CharterError):
    """Members: ``emails``: the members who have an account here (the first hundred)."""

    status, code, title = 409, "archives.accounts-exist", "Members have an account here"


class BackupNotOfThisInstallation(CharterError):
    status, code, title = 422, "archives.foreign-backup", "Backup is not of this installation"


class TenantHasLeasedWork(CharterError):
    status, code, title = 409, "archives.work-leased", "Tenant's work has not stopped yet"
