"""SpiffWorkflow, its state written to Postgres after each step: a child of the benchmark, one question a line.

A question names a model, how many clients work at once and for how many seconds; the answer tells how many steps were
done in that time, the processor time, and the sizes of the state. Each client keeps its instance in memory (the fast
way: reading it back before each step costs as much again), as the engine's own documentation does.

SpiffWorkflow has no asynchronous code: in a thread of its own, nothing happens while a commit is waited for
(``one_thread``). Otherwise the commits of all clients overlap, which is more than it brings along.
"""

import asyncio
import json
import sys
import time
from contextlib import nullcontext

import asyncpg
from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState


async def client(pool, spec, serializer, until, counts, turn):
    """Run instances one after the other until the time is over; a step is one completed manual task.

    Args:
        turn: what a client holds from the beginning of a step to its commit.
    """
    while time.perf_counter() < until:
        async with turn:
            workflow = BpmnWorkflow(spec)
            workflow.do_engine_steps()
            instance = await pool.fetchval(
                "INSERT INTO spiff_instances (state) VALUES ($1) RETURNING id", serializer.serialize_json(workflow)
            )
        while not workflow.is_completed() and time.perf_counter() < until:
            async with turn:
                task = workflow.get_next_task(state=TaskState.READY, manual=True)
                task.data["n"] = task.data.get("n", 0) + 1
                task.run()
                workflow.do_engine_steps()
                state = serializer.serialize_json(workflow)
                await pool.execute("UPDATE spiff_instances SET state = $2 WHERE id = $1", instance, state)
            counts["steps"] += 1
            counts["bytes"] = max(counts["bytes"], len(state))


async def run(question):
    """Answer one question."""
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(question["model"].encode()))
    spec = parser.get_spec("bench")
    serializer = BpmnWorkflowSerializer()
    counts = {"steps": 0, "bytes": 0}
    clients = question["clients"]
    async with asyncpg.create_pool(question["dsn"], min_size=1, max_size=min(clients, 32)) as pool:
        await pool.execute("CREATE TABLE IF NOT EXISTS spiff_instances (id bigserial PRIMARY KEY, state text)")
        began, used = time.perf_counter(), time.process_time()
        until = began + question["seconds"]
        turn = asyncio.Lock() if question["one_thread"] else nullcontext()
        await asyncio.gather(*(client(pool, spec, serializer, until, counts, turn) for _ in range(clients)))
        seconds = time.perf_counter() - began
        cpu = time.process_time() - used
        await pool.execute("TRUNCATE spiff_instances")
    return counts | {"seconds": seconds, "cpu_s": cpu}


def main():
    """Answer questions until the input ends."""
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(asyncio.run(run(json.loads(line)))), flush=True)


if __name__ == "__main__":
    main()
