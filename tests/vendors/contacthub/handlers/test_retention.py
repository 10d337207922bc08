"""How long events are kept: every sentence of operations 34-36, 41, 42 and 48-51."""

import pytest
from tests.vendors.contacthub.asking import answer
from tests.vendors.contacthub.desk import (
    BRANCHES,
    EVERYBODY,
    MARIN,
    MARINS_ONLINE,
    NOBODYS,
    ONLINE,
)
from tests.vendors.contacthub.nights import DAY, counted, status, wait

from understudy.vendors.contacthub.event_types import types

WORKSPACE = "putRetentionPolicyConfigurationWorkspaces"
NODE = "putNodeRetentionPolicyConfigurationWorkspaces"
ENTRY = "putEntryNodeRetentionPolicyConfigurationWorkspaces"
STATE = "putEntryNodeRetentionPolicyStateConfigurationWorkspaces"


def limited(policy):
    """What of a policy as it is told is limited."""
    assert list(types()) == list(policy)
    return {name: said["months"] for name, said in policy.items() if said["months"]}


def test_the_policy_becomes_what_is_sent(desk):
    """Every type is told; what is sent takes the place of what was, in this workspace (H-35.1, H-36.1)."""
    assert {} == limited(answer(desk, "getRetentionPolicyConfigurationWorkspaces"))
    answer(desk, WORKSPACE, {"loggedIn": {"months": 3}})
    told = answer(desk, WORKSPACE, {"searched": {"months": 1}, "viewedPage": {"months": 36}})

    assert {"searched": 1, "viewedPage": 36} == limited(told)
    assert told == answer(desk, "getRetentionPolicyConfigurationWorkspaces")
    marin = {"workspaceId": MARIN, "token": "demo-marin"}
    assert {} == limited(answer(desk, "getRetentionPolicyConfigurationWorkspaces", **marin))


@pytest.mark.parametrize(
    "wrong", [{"searched": {"months": -1}}, {"searched": {}}, {"dreamed": {"months": 1}}]
)
def test_a_wrong_policy_is_refused(desk, wrong):
    """Months are 0 or more, types those that there are (H-36.1)."""
    assert 400 == desk.call(WORKSPACE, wrong).status
    assert 400 == desk.call(NODE, {"enabled": True, "events": wrong}, nodeId=BRANCHES).status
    assert 400 == desk.call(ENTRY, wrong, nodeId=BRANCHES).status


@pytest.mark.parametrize("node", [BRANCHES, EVERYBODY])
def test_the_policy_of_a_node_becomes_what_is_sent(desk, node):
    """Policy and state of an entry or aggregate node become what is sent (H-41.1, H-42.1)."""
    at_first = answer(desk, "getNodeRetentionPolicyConfigurationWorkspaces", nodeId=node)
    told = answer(desk, NODE, {"enabled": True, "events": {"searched": {"months": 4}}}, nodeId=node)

    assert (False, {}) == (at_first["enabled"], limited(at_first["events"]))
    assert (True, {"searched": 4}) == (told["enabled"], limited(told["events"]))
    assert told == answer(desk, "getNodeRetentionPolicyConfigurationWorkspaces", nodeId=node)
    assert at_first == answer(desk, NODE, {}, nodeId=node)


def test_the_policy_of_a_node_counts_in_the_place_of_the_workspaces(desk):
    """The enabled policy of a node is the only one that counts for its events (H-42.2)."""
    answer(desk, WORKSPACE, {"viewedPage": {"months": 1}, "campaignSent": {"months": 1}})
    own = {"enabled": True, "events": {"searched": {"months": 1}}}
    answer(desk, NODE, own, nodeId=ONLINE)
    pages, searches, sent = (
        counted(desk, node, kind)
        for node, kind in ((ONLINE, "viewedPage"), (ONLINE, "searched"), (BRANCHES, "campaignSent"))
    )
    told = status(desk)
    wait(desk)

    assert (0, 1) == (told[ONLINE]["viewedPage"]["months"], told[ONLINE]["searched"]["months"])
    assert (1, 0) == (told[BRANCHES]["viewedPage"]["months"], told[BRANCHES]["searched"]["months"])
    assert pages == counted(desk, ONLINE, "viewedPage")
    assert searches > counted(desk, ONLINE, "searched")
    assert sent > counted(desk, BRANCHES, "campaignSent")


def test_a_disabled_policy_of_a_node_counts_for_nothing(desk):
    """The policy of a node that is not enabled leaves the workspace's in force (H-42.2)."""
    answer(desk, NODE, {"enabled": False, "events": {"searched": {"months": 1}}}, nodeId=ONLINE)
    before = counted(desk)
    wait(desk)
    assert before == counted(desk)
    answer(desk, WORKSPACE, {"viewedPage": {"months": 1}})

    assert (1, 0) == tuple(status(desk)[ONLINE][name]["months"] for name in ("viewedPage", "searched"))


def test_the_policy_of_an_aggregate_node_takes_no_events(desk):
    """Events belong to entry nodes: the policy of an aggregate node removes none (H-42.2)."""
    before = counted(desk)
    answer(desk, NODE, {"enabled": True, "events": {"viewedPage": {"months": 1}}}, nodeId=EVERYBODY)
    wait(desk, 40 * DAY)

    assert before == counted(desk)


def test_an_entry_node_has_policy_and_state_apart(desk):
    """The policy becomes what is sent, and its state stays (H-48.1, H-49.1, H-49.2)."""
    for on in (True, False):
        answer(desk, STATE, {"enabled": on}, nodeId=ONLINE)
        told = answer(desk, ENTRY, {"searched": {"months": 5}}, nodeId=ONLINE)
        assert {"searched": 5} == limited(told)
        assert told == answer(desk, "getEntryNodeRetentionPolicyConfigurationWorkspaces", nodeId=ONLINE)
        whole = answer(desk, "getNodeRetentionPolicyConfigurationWorkspaces", nodeId=ONLINE)
        assert {"enabled": on, "events": told} == whole
    assert {} == limited(answer(desk, ENTRY, {}, nodeId=ONLINE))


def test_the_state_of_a_policy(desk):
    """The state is told and changed, and the policy stays; then it counts, or no longer (H-50.1, H-51.1)."""
    answer(desk, ENTRY, {"searched": {"months": 1}}, nodeId=ONLINE)
    before = counted(desk, ONLINE, "searched")
    wait(desk)
    assert before == counted(desk, ONLINE, "searched")
    assert {"enabled": False} == answer(desk, STATE, {"enabled": False}, nodeId=ONLINE)
    assert {"enabled": True} == answer(desk, STATE, {"enabled": True}, nodeId=ONLINE)
    state = answer(desk, "getEntryNodeRetentionPolicyStateConfigurationWorkspaces", nodeId=ONLINE)
    assert {"enabled": True} == state
    wait(desk)

    assert before > counted(desk, ONLINE, "searched")
    policy = answer(desk, "getEntryNodeRetentionPolicyConfigurationWorkspaces", nodeId=ONLINE)
    assert {"searched": 1} == limited(policy)
    assert 400 == desk.call(STATE, {}, nodeId=ONLINE).status


ENTRIES = {
    "getEntryNodeRetentionPolicyConfigurationWorkspaces": None,
    "getEntryNodeRetentionPolicyStateConfigurationWorkspaces": None,
    ENTRY: {},
    STATE: {"enabled": True},
}


@pytest.mark.parametrize("operation", ENTRIES)
def test_only_entry_nodes_have_them(desk, operation):
    """An aggregate node, another workspace's and an unknown one are a 404 (H-48.1)."""
    for node in (EVERYBODY, MARINS_ONLINE, NOBODYS):
        assert 404 == desk.call(operation, ENTRIES[operation], nodeId=node).status
        assert ("H-0.a7",) == desk.rules


def test_guests_change_no_policy(desk):
    """Only administrators and operators change policies; guests read them (H-0.a10)."""
    assert 403 == desk.call(WORKSPACE, {}, token="demo-read").status
    assert 403 == desk.call(NODE, {}, nodeId=BRANCHES, token="demo-read").status
    assert {} == limited(answer(desk, "getRetentionPolicyConfigurationWorkspaces", token="demo-read"))
