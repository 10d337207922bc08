"""The figures of the proof, as README shows them."""

import re
from collections.abc import Sequence
from pathlib import Path

from tests.conformance.mutants.catalogue import mutants, survivors
from tests.conformance.mutants.harness import Alarm, Verdict

__all__ = ["alarms_line", "mutants_table", "written"]

README = Path(__file__).parents[3] / "README.md"

GROUPS = {
    "Who may do what": ("A-01", "A-02", "A-03", "A-04", "B-01", "B-02"),
    "Lists and their filters": ("A-05", "A-06", "A-07", "A-08", "A-09", "A-10", "A-11", "B-07"),
    "Creating": ("A-12", "A-13", "A-14", "A-15", "A-16", "A-17", "A-18", "A-19", "A-20", "B-03", "B-08"),
    "Counts": ("A-21", "A-22", "A-23", "A-24", "A-25", "A-26", "A-27"),
    "Filters of customers": ("A-28", "A-29", "A-30", "A-31", "A-32", "A-33", "A-34"),
    "Pages": ("A-35", "A-36"),
    "Conditional requests": ("A-37", "A-38", "A-39", "A-40", "B-06"),
    "Patch, archive, delete": ("A-42", "A-43", "A-44", "A-45", "A-46", "A-47", "B-04", "B-05", "B-11"),
    "Imports": ("A-48", "A-49", "A-50", "A-51", "A-52", "A-53", "A-54", "A-55"),
    "Segments: who may do what": ("S-01", "S-02", "S-16"),
    "Segments: making, listing, deleting": ("S-03", "S-04", "S-13", "S-14", "S-15"),
    "Segments: imports and drafts": ("S-05", "S-08", "S-09", "S-10"),
    "Segments: their users": ("S-06", "S-07", "S-11", "S-12"),
}
"""What the rules are about, for the rows of the table."""

OPERATIONS = {
    "Contacthub: analytics": (*range(1, 14),),
    "Contacthub: bulk jobs": (*range(14, 18),),
    "Contacthub: configuration": (*range(18, 75),),
    "Contacthub: consents": (75, 76),
    "Contacthub: searching customers": (77,),
    "Contacthub: customers": (*range(78, 91),),
    "Contacthub: export and forget": (91, 92),
    "Contacthub: events": (*range(93, 98),),
    "Contacthub: models and Send sources": (*range(98, 107),),
    "Contacthub: updates": (107, 108),
    "Contacthub: who I am, workspaces": (*range(109, 114),),
}
"""The same for the rules of Contacthub, H-n.k, by the operations n that they are about."""

ALL, OLD = "Contacthub: all operations", "Contacthub: what only older clients call"

FORM = "Form of answers"


ROWS = (*GROUPS, *OPERATIONS, ALL, OLD, FORM)


def group_of(rule: str) -> str:
    """The row of a rule; what is in no other row is about the form of answers."""
    if rule.startswith("H-"):
        place = rule.removeprefix("H-").partition(".")[0]
        named = {"0": ALL, "L": OLD}
        return named.get(place) or next(name for name, those in OPERATIONS.items() if int(place) in those)
    return next((name for name, rules in GROUPS.items() if rule in rules), FORM)


def mutants_table(found: Sequence[Verdict]) -> str:
    """How many mutants were killed, by what they lie about, and the names of the others."""
    lines = ["| What they lie about | Mutants | Noticed |", "| --- | ---: | ---: |"]
    for name in ROWS:
        those = [verdict for verdict in found if group_of(verdict.mutant.rule) == name]
        killed = sum(verdict.killed for verdict in those)
        lines.append(f"| {name} | {len(those)} | {killed} |")
    killed = sum(verdict.killed for verdict in found)
    lines.append(f"| **All** | **{len(found)}** | **{killed}** ({100 * killed / len(found):.1f} %) |")
    fuzzed = sum(
        verdict.killed and not any(by.startswith("behaviours") for by in verdict.by) for verdict in found
    )
    lines += ["", f"Behaviours noticed {killed - fuzzed} of them, the fuzz {fuzzed} of the others."]
    left = sorted(verdict.mutant.name for verdict in found if not verdict.killed)
    told = [
        f"- `{name}`: {mutants()[name].lie} {survivors().get(name, 'Nobody has said why.')}" for name in left
    ]
    return "\n".join([*lines, *(["", "Not noticed:", "", *told] if told else [])])


def alarms_line(found: Sequence[Alarm]) -> str:
    """For how many seeds the honest server passed all, and the time it took."""
    seeds = sorted({alarm.seed for alarm in found})
    clean = [seed for seed in seeds if all(alarm.code == 0 for alarm in found if alarm.seed == seed)]
    longest = max(alarm.seconds for alarm in found)
    return (
        "The server without lies passed all musts and shoulds of all APIs, behaviours and fuzz, for "
        f"{len(clean)} of {len(seeds)} seeds; the longest of the {len(found)} runs, two at a time, "
        f"took {longest:.0f} s."
    )


def written(mark: str, text: str) -> None:
    """Put a text between README's marks `<!-- mark -->` and `<!-- /mark -->`."""
    old = README.read_text(encoding="utf-8")
    begin, end = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    if begin not in old or end not in old:
        raise ValueError(f"README has no place for {mark}: put {begin} and {end} there.")
    new = re.sub(
        f"{re.escape(begin)}.*?{re.escape(end)}",
        lambda _old: f"{begin}\n{text}\n{end}",
        old,
        flags=re.DOTALL,
    )
    README.write_text(new, encoding="utf-8")
