"""The rules that a readable model is checked by, one module for each part of BPMN."""
