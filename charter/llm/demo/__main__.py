"""Serves the demo model on loopback, OpenAI-compatible, until its parent ends.

Run as ``python -m charter.llm.demo --port P`` with the bearer token in ``CHARTER_DEMO_MODEL_TOKEN``. ``/health``
answers 200 when the model is loaded. A process of its own, because the engine is native code: its crash or its memory
must not take the platform along.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from pathlib import Path

from charter.core.errors import CharterError, StartRefused
from charter.llm.demo.model_file import DemoModel, find_demo_model, thread_count

TOKEN_VARIABLE = "CHARTER_DEMO_MODEL_TOKEN"  # noqa: S105 - the name of the variable, not the token
_CONTEXT_TOKENS = 4096
_PARENT_CHECK_S = 0.5

# ChatML, as the packaged model was trained on, and one more sentence for the system. Asked for the capital of France
# without it, the model tends to fall into something like French; with it and greedy choice (below) it named Paris under
# each of five system prompts, and 40 of 45 easy questions were answered rightly (36 without).
_PACKAGED_TEMPLATE = """\
{%- set nudge = 'Answer in English, in one or two short sentences.' -%}
{%- if messages[0]['role'] != 'system' -%}
{{- '<|im_start|>system\\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face. ' -}}
{{- nudge + '<|im_end|>\\n' -}}
{%- endif -%}
{%- for message in messages -%}
{{- '<|im_start|>' + message['role'] + '\\n' + message['content'] -}}
{%- if loop.first and message['role'] == 'system' %}{{ ' ' + nudge }}{% endif -%}
{{- '<|im_end|>\\n' -}}
{%- endfor -%}
{%- if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif -%}
"""


def serve(model: DemoModel, port: int, token: str) -> object:
    """Load the model, listen on 127.0.0.1, and return the running server; keep it alive.

    Raises:
        StartRefused: the model cannot be loaded or the port cannot be had.
    """
    from xllamacpp import CommonParams, Server  # noqa: PLC0415 - native code, only wanted once it is sure to run

    threads = thread_count()
    parameters = CommonParams()
    parameters.model.path = str(model.path)
    parameters.model_alias = {model.name}
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = port
    parameters.api_keys = [token]
    parameters.cors_origins = "http://127.0.0.1"  # no browser has business here
    parameters.cors_credentials = False
    parameters.n_ctx = _CONTEXT_TOKENS
    parameters.n_parallel = 1  # one answer at a time: two would share the few threads and double the memory
    parameters.n_threads_http = 4
    parameters.n_gpu_layers = 0
    parameters.cache_ram_mib = 0
    parameters.fit_params = False
    parameters.cpuparams.n_threads = threads
    parameters.cpuparams.poll = 0
    parameters.cpuparams_batch.n_threads = threads
    parameters.cpuparams_batch.poll = 0
    parameters.ui = False
    parameters.endpoint_slots = False  # would show other callers' prompts
    parameters.verbosity = 1
    if model.packaged:
        parameters.chat_template = _PACKAGED_TEMPLATE
        parameters.sampling.top_k = 1
    try:
        return Server(parameters)
    except Exception as error:  # whatever native code throws becomes one line
        raise StartRefused(f"The demo model {model.path} cannot be served on port {port}: {error}.") from error


def main(arguments: list[str] | None = None) -> int:
    """Serve until a signal comes or the parent process is gone."""
    parser = argparse.ArgumentParser(prog="python -m charter.llm.demo", description="Serve the demo model.")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--model", type=Path, help="a GGUF file instead of the packaged model")
    options = parser.parse_args(arguments)
    parent = os.getppid()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    token = os.environ.pop(TOKEN_VARIABLE, "")
    try:
        if not token:
            raise StartRefused(f"{TOKEN_VARIABLE} is not set: the demo model is never served without a token.")
        model = find_demo_model(options.model)
        if model is None:
            raise StartRefused("The demo model is not installed: run make setup.")
        server = serve(model, options.port, token)
    except CharterError as refusal:
        sys.stderr.write(f"{refusal.detail}\n")
        return 1
    while not stop.wait(_PARENT_CHECK_S):
        if os.getppid() != parent:
            break
    del server
    return 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # the engine's threads may be in the middle of an answer that nobody will read
