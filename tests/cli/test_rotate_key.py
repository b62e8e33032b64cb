"""``charter audit rotate-key`` on a running installation: the worker takes the key up, and the bundle says so."""

from __future__ import annotations

import json

from tests.cli.installation import Installation, charter, wait_until


def test_a_running_installation_takes_a_new_key_up_and_its_log_verifies_with_the_old_one(tmp_path):
    tmp_path.chmod(0o755)
    data_dir, bundle = tmp_path / "data", tmp_path / "bundle.jsonl"
    running = Installation(data_dir).ready()
    try:
        where = {"CHARTER_URL": running.url, "XDG_CONFIG_HOME": str(tmp_path / "config")}
        set_up = ["setup", "--email", "a@example.org", "--password-stdin", "--tenant", "First", "--json"]
        made = charter(*set_up, "--data-dir", str(data_dir), stdin="correct horse battery\n", **where)
        where["CHARTER_API_KEY"] = json.loads(made.stdout)["api_key"]

        def exported():
            assert charter("audit", "search", **where).returncode == 0
            done = charter("audit", "export", str(bundle), **where)
            if done.returncode:
                return {"key_changes": [], "keys": []}
            return json.loads(bundle.read_text().splitlines()[0])

        wait_until(lambda: exported()["keys"])
        old = exported()["keys"][0]
        rotated = charter("audit", "rotate-key", "--data-dir", str(data_dir), "--json", **where)
        document = json.loads(rotated.stdout)
        assert (rotated.returncode, document["in_force"], document["old"] != document["new"]) == (0, True, True), (
            rotated
        )
        wait_until(lambda: len(exported()["key_changes"]) == 2)
        assert exported()["keys"][0] != old
        verified = charter("audit", "verify", str(bundle), "--key", old)
        assert (verified.returncode, "good" in verified.stdout) == (0, True), verified.stdout
        assert running.stop() == 0
        running = Installation(data_dir).ready()
        assert running.answers(), "the new file is the one it starts with"
    finally:
        running.stop()
