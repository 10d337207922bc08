"""Our server without log lines and journal, as the peers are run: `python -m tests.benchmarks.quiet`.

With `--journal N` it keeps one all the same, to see what that costs.
"""

import argparse
from pathlib import Path

from understudy.serving import Options, serve

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--audiences", type=Path, help="a contract in place of ours")
    parser.add_argument("--journal", type=int, default=0)
    given = parser.parse_args()
    specs = {"apiture/customer-audiences": given.audiences} if given.audiences else {}
    options = Options(port=given.port, specs=specs, log_format="", journal=given.journal)
    serve(options, announce=lambda server: print(server.url, flush=True))
