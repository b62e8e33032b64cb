"""The names of BPMN 2.0 and of the extensions that Charter reads."""

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMN_DI = "http://www.omg.org/spec/BPMN/20100524/DI"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
MODELER = "http://camunda.org/schema/modeler/1.0"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
CHARTER = "https://charter.dev/schema/bpmn/1.0"
"""Charter's own extension elements: ``agent`` on service tasks, ``decision`` on gateways (docs/reference/bpmn.md)."""
