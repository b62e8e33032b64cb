"""charter tenant export, import, backup and restore-backup, through a real socket."""

from __future__ import annotations

import zipfile

from charter.core.ids import format_id
from tests.tenants.conftest import operator

__all__ = ["operator"]


async def test_a_tenant_is_taken_out_brought_in_and_put_back(builder, make_agent, operator, charter, tmp_path):
    await make_agent(builder)
    export, backup = tmp_path / "tenant.zip", tmp_path / "backup.zip"
    refused = await charter(operator, "tenant", "export", str(export))
    assert refused.code == 1
    assert not export.exists()
    assert (await charter(builder, "tenant", "export", str(export))).code == 0
    assert (await charter(builder, "tenant", "backup", str(backup))).code == 0
    assert [path.name for path in sorted(tmp_path.glob("*.zip*"))] == ["backup.zip", "tenant.zip"]
    assert "tables/agents.jsonl" in zipfile.ZipFile(export).namelist()
    imported = await charter(operator, "tenant", "import", str(export), "--name", "Moved in", "--json")
    assert imported.code == 0, imported
    assert imported.document["slug"].startswith("moved-in")
    said = await charter(operator, "tenant", "import", str(export), "--link-accounts")
    assert "Enter the keys of these model providers: scripted." in said.out
    own = format_id("tenant", builder.tenant_id)
    early = await charter(operator, "tenant", "restore-backup", str(backup), "--yes")
    assert early.code == 1
    assert "suspend it first" in early.err
    assert (await charter(operator, "tenant", "suspend", own)).code == 0
    put_back = await charter(operator, "tenant", "restore-backup", str(backup), "--yes", "--json")
    assert put_back.document["tenant_id"] == own
    assert (await charter(operator, "tenant", "delete", own, "--yes")).code == 0
    leaving = tmp_path / "leaving.zip"
    assert (await charter(operator, "tenant", "export", str(leaving), "--leaving", own)).code == 0
    assert zipfile.is_zipfile(leaving)
