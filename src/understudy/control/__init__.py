"""The control API: worlds, state, clock, faults, journal and all else that a test wants to steer."""
