"""The functions that FEEL brings: DMN 1.5 §10.3.4 and those of Camunda 8.9."""
