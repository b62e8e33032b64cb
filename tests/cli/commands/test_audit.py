"""charter audit against a real server, and the verifier as a single file."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

from charter.audit import verifier


async def test_the_log_is_searched_exported_and_verified(owner, charter, sequencer, tmp_path):
    await owner.client.post("/v1/agents", {"name": "Audited", "definition": {"instructions": "Be brief."}})
    await sequencer.settle()
    found = await charter(owner, "audit", "search", "--action", "agent.created")
    assert "agent.created" in found.out
    as_json = await charter(owner, "audit", "search", "--text", "audited", "--json")
    assert [entry["action"] for entry in as_json.document["items"]][-1] == "agent.created"
    kept = tmp_path / "kept.checkpoint"
    kept.write_text((await charter(owner, "audit", "checkpoint")).out)
    bundle = tmp_path / "bundle.jsonl"
    assert (await charter(owner, "audit", "export", str(bundle))).code == 0
    good = await charter(None, "audit", "verify", str(bundle), "--previous", str(kept))
    assert good.code == 0, good
    assert "good: the tree of size" in good.out
    lines = bundle.read_text().splitlines(keepends=True)
    number = next(index for index, line in enumerate(lines) if "Audited" in line)
    lines[number] = lines[number].replace("Audited", "Changed")
    bundle.write_text("".join(lines))
    bad = await charter(None, "audit", "verify", str(bundle), "--json")
    assert bad.code == 1
    assert bad.document["first_bad"]["first"] == number - 1
    report = tmp_path / "report.pdf"
    assert (await charter(owner, "audit", "report", "changes", str(report))).code == 0
    assert report.read_bytes().startswith(b"%PDF-")
    assert (await charter(owner, "audit", "report", "changes", str(tmp_path / "report.doc"))).code == 2
    assert (await charter(owner, "audit", "search", "--action", "NOT AN ACTION")).code == 1


async def test_the_verifier_runs_as_a_single_file(owner, sequencer, tmp_path):
    """With nothing of Charter on the path: the file alone, and the cryptography package."""
    await owner.client.post("/v1/agents", {"name": "Alone", "definition": {"instructions": "Be brief."}})
    await sequencer.settle()
    bundle = tmp_path / "bundle.jsonl"
    bundle.write_bytes((await owner.client.get("/v1/audit/export")).body)
    script = shutil.copy(verifier.__file__, tmp_path / "verifier.py")

    def verify(*arguments: str) -> subprocess.CompletedProcess[str]:
        isolated = [sys.executable, "-I", str(script), *arguments]
        return subprocess.run(isolated, capture_output=True, text=True, check=False, timeout=60)

    good = verify(str(bundle), "--json")
    assert (good.returncode, json.loads(good.stdout)["good"]) == (0, True)
    assert json.loads(good.stdout)["entries"] == json.loads(good.stdout)["size"]
    keys = (await owner.client.get("/v1/audit/keys")).json()
    assert verify(str(bundle), "--key", keys["log"], "--key", keys["installation"]).returncode == 0
    other = keys["log"].partition("+")[0]
    forged = verifier.VerifierKey(other, verifier.ED25519, bytes(32))
    assert verify(str(bundle), "--key", str(forged)).returncode == 1
    assert verify(str(tmp_path / "missing")).returncode == 2
    (tmp_path / "other").write_text("hello\n")
    assert verify(str(tmp_path / "other")).returncode == 2
    assert verify(str(bundle), "--key", "garbage").returncode == 2
