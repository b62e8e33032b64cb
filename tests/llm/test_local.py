"""Models found on this machine without anybody configuring them."""

from __future__ import annotations

import asyncio

from charter.core.guarded_client import AddressRules, GuardedClient
from charter.core.settings import Settings
from charter.llm.local import LocalModels
from tests.llm.fake_server import FakeServer


async def test_an_ollama_is_found_and_lost_again():
    async with GuardedClient(AddressRules(["127.0.0.1"])) as http:
        async with FakeServer(models=["llama3.2:3b"]) as ollama:
            local = LocalModels(ollama_url=ollama.url, demo=None, environment={})
            looking = asyncio.create_task(local.keep_looking(http))
            async with asyncio.timeout(5):
                while not local.ollama_found:
                    await asyncio.sleep(0.01)
            looking.cancel()
            asked = len(ollama.requests)
            await local.look(http)
            assert len(ollama.requests) == asked  # a moment ago is recent enough
        await local.look(http, now=True)
        assert not local.ollama_found


async def test_something_else_on_the_port_is_no_ollama():
    async with GuardedClient(AddressRules(["127.0.0.1"])) as http, FakeServer(key="secret") as other:
        local = LocalModels(ollama_url=other.url, demo=None, environment={})
        await local.look(http, now=True)
        assert not local.ollama_found


def test_what_the_settings_and_the_supervisor_say(tmp_path):
    embedded = LocalModels.of(Settings(data_dir=tmp_path), {})
    assert (embedded.ollama_url, embedded.demo) == ("http://127.0.0.1:11434", None)
    environment = {"CHARTER_DEMO_MODEL_URL": "http://127.0.0.1:4242", "CHARTER_DEMO_MODEL_TOKEN": "token-of-this-start"}
    demo = LocalModels.of(Settings(data_dir=tmp_path, ollama_url="http://[::1]:1234/"), environment)
    assert demo.demo is not None
    assert demo.demo.base_url == "http://127.0.0.1:4242/v1"
    assert "token" not in repr(demo.demo)
    assert demo.hosts == ["[::1]:1234", "127.0.0.1:4242"]
    external = Settings(data_dir=tmp_path, database_url="postgresql://db/charter", demo_model="off")
    assert LocalModels.of(external, environment).hosts == []


def test_a_key_is_found_by_its_usual_names(tmp_path):
    local = LocalModels(ollama_url=None, demo=None, environment={"GOOGLE_API_KEY": " key ", "GROQ_API_KEY": ""})
    assert local.key_for("gemini") == ("GOOGLE_API_KEY", "key")
    assert local.key_for("groq") is None
    assert local.key_for("ollama") is None
