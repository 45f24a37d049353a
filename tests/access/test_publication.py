"""What was published can be seen by anybody, until it is withdrawn."""

import pytest

from geo.access.publication import is_published, publish_community, unpublish_community
from geo.errors import CommunityUnknownError
from geo.model import Community
from geo.store.audit import read_audit_lines
from geo.store.communities import add_community

VILLAGE = Community(slug="village", name="Village")


def test_nothing_is_published_by_itself_but_a_demonstration(store):
    add_community(store, VILLAGE)
    assert not is_published(store, VILLAGE)
    assert is_published(store, Community(slug="demo", name="Demo", demonstration=True))


def test_publishing_and_withdrawing_stand_in_the_log(store):
    add_community(store, VILLAGE)
    publish_community(store, "village")
    publish_community(store, "village")
    assert is_published(store, VILLAGE)
    unpublish_community(store, "village")
    assert not is_published(store, VILLAGE)
    told = [(line.action, line.details) for line in read_audit_lines(store, limit=3)]
    village = {"community": "village"}
    assert told == [
        ("community_withdrawn", village),
        ("community_published", village),
        ("community_published", village),
    ]


@pytest.mark.parametrize("act", [publish_community, unpublish_community])
def test_nobody_by_that_name(store, act):
    with pytest.raises(CommunityUnknownError):
        act(store, "nowhere")
