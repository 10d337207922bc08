"""A run as files that people, CI systems and browsers read."""
