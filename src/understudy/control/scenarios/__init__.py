"""Scenarios: named starting situations, written as steps in YAML."""
