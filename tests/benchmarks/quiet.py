"""Our server without log lines and journal, as the peers are run: `python -m tests.benchmarks.quiet`.

With `--journal N` it keeps one all the same, to see what that costs.
"""

import argparse

from understudy.serving import Options, serve

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--api", action="append", default=[], help="serve this API only; repeatable")
    parser.add_argument("--journal", type=int, default=0)
    given = parser.parse_args()
    options = Options(port=given.port, apis=tuple(given.api), log_format="", journal=given.journal)
    serve(options, announce=lambda server: print(server.url, flush=True))
