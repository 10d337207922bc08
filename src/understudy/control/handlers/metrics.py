"""The counters in the text format of Prometheus."""

from collections import Counter
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric, SummaryMetricFamily
from prometheus_client.registry import Collector

from understudy.control.desk import Desk
from understudy.http.exchange import Reply, Request

__all__ = ["get_metrics"]

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def get_metrics(_request: Request, desk: Desk) -> Reply:
    """All counters as they are now."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Readings(desk))
    return Reply(200, generate_latest(registry), media_type=MEDIA_TYPE)


class Readings(Collector):
    """What the desk can tell in numbers."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def collect(self) -> Iterator[Metric]:
        """Each family of numbers."""
        exchanges, seconds, faults = self.desk.tally.read()
        yield labelled(
            CounterMetricFamily(
                "understudy_exchanges",
                "Exchanges with the mocked APIs.",
                labels=["api", "operation", "status"],
            ),
            {(api, operation, str(status)): number for (api, operation, status), number in exchanges.items()},
        )
        counts: Counter[str] = Counter()
        for (api, _, _), number in exchanges.items():
            counts[api] += number
        durations = SummaryMetricFamily(
            "understudy_exchange_seconds", "Seconds that these exchanges took.", labels=["api"]
        )
        for api, number in counts.items():
            durations.add_metric([api], number, seconds[api])
        yield durations
        yield labelled(
            CounterMetricFamily("understudy_faults", "Exchanges with a fault applied.", labels=["api"]),
            {(api,): number for api, number in faults.items()},
        )
        yield from self.worlds()

    def worlds(self) -> Iterator[Metric]:
        """What the worlds hold that are live."""
        live = self.desk.worlds.all()
        yield GaugeMetricFamily("understudy_worlds", "Worlds that are live.", value=len(live))
        kept = sum(len(hosted.journal) for hosted in live)
        yield GaugeMetricFamily("understudy_journal_kept", "Exchanges kept in their journals.", value=kept)
        dropped = sum(hosted.journal.dropped for hosted in live)
        yield GaugeMetricFamily(
            "understudy_journal_dropped", "Exchanges that their journals had to drop.", value=dropped
        )


def labelled(family: CounterMetricFamily, values: dict[tuple[str, ...], int]) -> Metric:
    """The family with one sample for each set of labels."""
    for labels, value in values.items():
        family.add_metric(labels, value)
    return family
