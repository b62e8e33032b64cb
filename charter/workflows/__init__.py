"""Workflows: BPMN models in, process instances run, jobs and user tasks handed out, history kept."""
