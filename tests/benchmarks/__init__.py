"""What Understudy costs, measured beside its peers: `python -m tests.benchmarks` prints the table.

Each figure is a ratio taken in one run on one machine: rounds of ours and of the peer alternate, and the
median counts. Servers get one core, the load (wrk) another where there are two.
"""
