"""Where in a run a text is checked."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """What a text is when it is checked."""

    INPUT = "input"
    RECALLED = "recalled"
    TOOL_DESCRIPTION = "tool_description"
    TOOL_ARGUMENT = "tool_argument"
    TOOL_RESULT = "tool_result"
    OUTPUT = "output"
    STREAM = "stream"


READ_FROM_OUTSIDE = frozenset({Stage.RECALLED, Stage.TOOL_DESCRIPTION, Stage.TOOL_RESULT})
"""Stages whose text nobody addressed to the agent: an instruction in it is an attack."""
