"""What a suite needs to know and no answer tells, such as the institution that calls are about."""

from collections.abc import Callable, Mapping
from threading import Lock

from understudy.conformance.suite import Setting
from understudy.errors import NotObservable, UsageError

__all__ = ["Settings"]

Find = Callable[[Setting], str]
"""Finds a value in what is served; "" when it cannot."""


class Settings:
    """The values of a suite's settings: as given, else as found. For several threads."""

    def __init__(self, settings: Mapping[str, Setting], given: Mapping[str, str], find: Find) -> None:
        self.settings = settings
        self.find = find
        self.lock = Lock()
        self.known = dict(given)

    def value(self, name: str) -> str:
        """The value of a setting, looked for once; NotObservable when there is none."""
        setting = self.settings[name]
        with self.lock:
            if name not in self.known:
                self.known[name] = self.find(setting)
        if not self.known[name]:
            raise NotObservable(_missing(name, setting))
        return self.known[name]

    def fixed(self) -> dict[str, str]:
        """What stands for path parameters in all requests, by name; UsageError when that is not known."""
        found = {}
        for name, setting in self.settings.items():
            if not setting.caller:
                try:
                    found[setting.parameter] = self.value(name)
                except NotObservable as fault:
                    raise UsageError(str(fault)) from fault
        return found


def _missing(name: str, setting: Setting) -> str:
    return f"It needs {setting.what}: give it with --set {name}=VALUE."
