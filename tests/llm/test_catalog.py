"""Where a model's name leads, and how a refusal names the fix."""

from __future__ import annotations

from uuid import UUID

import pytest

from charter.llm.errors import CapabilityMissing, ModelUnknown, NoModelAvailable
from charter.llm.local import DemoEndpoint, LocalModels
from charter.llm.service.catalog import CatalogProvider, CatalogRoute, ModelCatalog
from tests.llm.factories import TENANT

DEMO = DemoEndpoint("http://127.0.0.1:9/v1", "smollm2-135m-instruct", "token")


def provider(slug="work", kind="openai", models=("gpt-4.1", "gpt-5-mini"), state="ready", number=1) -> CatalogProvider:
    return CatalogProvider(UUID(int=number), slug, slug.title(), kind, "https://x/v1", "key", state, models)


def catalog(*providers, routes=(), overrides=None, ollama=(), demo=None) -> ModelCatalog:
    local = LocalModels(ollama_url="http://127.0.0.1:11434", demo=demo, environment={})
    local.ollama_models = tuple(ollama)
    return ModelCatalog(TENANT, providers, routes, overrides or {}, local)


def ref(found) -> str:
    return found.targets[0].ref


def test_default_is_the_best_there_is():
    failing = provider(state="failing", slug="down")
    everything = catalog(failing, provider(), ollama=["llama3.2:3b"], demo=DEMO)
    assert ref(everything.resolve("default")) == "work/gpt-5-mini"
    assert ref(catalog(failing, ollama=["llama3.2:3b"], demo=DEMO).resolve("default")) == "ollama/llama3.2:3b"
    assert ref(catalog(demo=DEMO).resolve("default")) == "demo/smollm2-135m-instruct"
    route = CatalogRoute("default", "ordered", (("work/gpt-4.1", 1),))
    assert ref(catalog(provider(), routes=[route], demo=DEMO).resolve("default")) == "work/gpt-4.1"
    with pytest.raises(NoModelAvailable, match="add a model provider"):
        catalog().resolve("default")


def test_a_model_that_calls_tools_is_preferred_where_one_is_needed():
    mixed = catalog(ollama=["gemma2:2b", "llama3.2:3b"], demo=DEMO)
    assert ref(mixed.resolve("default", needs={"tools"})) == "ollama/llama3.2:3b"


@pytest.mark.parametrize("name", ["default", "demo/smollm2-135m-instruct"])
def test_the_demo_model_refuses_tools_and_names_the_fix(name):
    with pytest.raises(CapabilityMissing) as refused:
        catalog(demo=DEMO).resolve(name, needs={"tools"})
    assert refused.value.detail == (
        "The demo model does not call tools; use Ollama, an API key, or CHARTER_LOCAL_GGUF."
    )
    assert refused.value.members["missing"] == ["tools"]


def test_a_refusal_names_a_model_that_can():
    both = catalog(provider(), ollama=["gemma2:2b"])
    with pytest.raises(CapabilityMissing, match=r"gemma2:2b does not call tools; .* for example work/gpt-4.1"):
        both.resolve("ollama/gemma2:2b", needs={"tools"})


def test_an_override_lets_a_model_do_more():
    known_better = catalog(ollama=["gemma2:2b"], overrides={"ollama/gemma2:2b": {"tools": True}})
    assert ref(known_better.resolve("ollama/gemma2:2b", needs={"tools"})) == "ollama/gemma2:2b"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("work/gpt-4.l", "Did you mean 'gpt-4.1'"),
        ("wrok/gpt-4.1", "Did you mean 'work'"),
        ("defualt", "Did you mean 'default'"),
        ("keyless/gpt-4.1", "has no API key"),
        ("x/y/z", "no model provider 'x'"),
        ("", "no model route"),
    ],
)
def test_a_name_that_leads_nowhere_suggests_the_nearest(name, said):
    with pytest.raises(ModelUnknown, match=said):
        catalog(provider(), provider("keyless", state="no_key", number=2)).resolve(name)


def test_a_route_leaves_out_what_cannot_do_it():
    targets = (("ollama/gemma2:2b", 1), ("gone/x", 1), ("work/gpt-4.1", 2))
    route = CatalogRoute("mixed", "weighted", targets)
    both = catalog(provider(), ollama=["gemma2:2b"], routes=[route])
    assert [target.ref for target in both.resolve("mixed").targets] == ["ollama/gemma2:2b", "work/gpt-4.1"]
    able = both.resolve("mixed", needs={"tools"})
    assert [(target.ref, target.weight) for target in able.targets] == [("work/gpt-4.1", 2)]
    with pytest.raises(CapabilityMissing, match="leads to no model"):
        catalog(ollama=["gemma2:2b"], routes=[route]).resolve("mixed", needs={"tools"})


def test_a_local_model_is_seen_without_a_new_catalog():
    found = catalog(demo=DEMO)
    assert ref(found.resolve("default")).startswith("demo/")
    found._local.ollama_models = ("llama3.2:3b",)
    assert ref(found.resolve("default")) == "ollama/llama3.2:3b"
