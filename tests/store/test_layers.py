import pytest
import shapely

from geo.store.communities import read_community
from geo.store.history import read_history
from geo.store.layers import FeatureCounts, count_features, read_layer
from tests.feature_edits import add_features, edit_features, remove_features, replace_features
from tests.store.napkin import WHO, homes, people


def test_a_layer_comes_back_as_it_went_in_and_in_order(store):
    assert add_features(store, "village", "demand", homes(3, 1, 2.5), who=WHO) == FeatureCounts(
        3, 0, 0
    )
    held = read_layer(store, "village", "demand")
    assert list(held.columns) == ["id", "people", "women", "geometry"]
    assert people(held) == [3, 1, 2.5]
    assert held["women"].isna().all()
    assert held.geometry.x.tolist() == [0, 0.01, 0.02]
    assert held.crs == "EPSG:4326"
    assert held["id"].nunique() == 3
    assert count_features(store, "village") == {"demand": 3}


def test_an_empty_layer_is_a_frame_without_rows(store):
    held = read_layer(store, "village", "services")
    assert held.empty
    assert "confidential" in held.columns


def test_the_same_again_is_not_added_twice(store):
    add_features(store, "village", "demand", homes(3, 1), who=WHO)
    assert add_features(store, "village", "demand", homes(3, 1, 4), who=WHO) == FeatureCounts(
        1, 2, 0
    )
    assert people(read_layer(store, "village", "demand")) == [3, 1, 4]


def test_the_same_numbers_elsewhere_are_another_home(store):
    add_features(store, "village", "demand", homes(3), who=WHO)
    assert add_features(store, "village", "demand", homes(3, east=1), who=WHO).added == 1


def test_another_layer_and_another_community_are_left_alone(store):
    add_features(store, "village", "demand", homes(3), who=WHO)
    assert add_features(store, "elsewhere", "demand", homes(3), who=WHO).added == 1
    replace_features(store, "village", "demand", homes(), who=WHO)
    assert people(read_layer(store, "elsewhere", "demand")) == [3]


def test_every_change_grows_the_version_and_nothing_else_does(store):
    def version():
        return read_community(store, "village").layers_version

    versions = [version()]
    add_features(store, "village", "demand", homes(3), who=WHO)
    versions.append(version())
    add_features(store, "village", "demand", homes(3), who=WHO)
    versions.append(version())
    held = read_layer(store, "village", "demand")
    edit_features(store, "village", "demand", held.assign(people=4), who=WHO)
    versions.append(version())
    remove_features(store, "village", "demand", held["id"].tolist(), who=WHO)
    versions.append(version())
    remove_features(store, "village", "demand", [], who=WHO)
    versions.append(version())
    assert versions == [0, 1, 1, 2, 3, 3]


def test_history_shows_who_did_what_when_from_what_to_what(store):
    add_features(store, "village", "demand", homes(3), who="member")
    held = read_layer(store, "village", "demand")
    moved = held.assign(people=4.0, geometry=[shapely.Point(5, 6)])
    edit_features(store, "village", "demand", moved, who="planner")
    remove_features(store, "village", "demand", held["id"].tolist(), who="coordinator")
    removed, edited, added = read_history(store, "village", "demand")
    at = {"type": "Point", "coordinates": [0.0, 0.0]}
    then = {"type": "Point", "coordinates": [5.0, 6.0]}
    first = {"people": 3.0, "women": None, "geometry": at}
    second = {"people": 4.0, "women": None, "geometry": then}
    assert [(c.action, c.who, c.before, c.after) for c in (added, edited, removed)] == [
        ("add", "member", None, first),
        ("edit", "planner", first, second),
        ("remove", "coordinator", second, None),
    ]
    assert {c.object_id for c in (added, edited, removed)} == {held["id"][0]}
    assert {c.layer for c in (added, edited, removed)} == {"demand"}
    assert added.number < edited.number < removed.number
    assert added.changed_at <= edited.changed_at <= removed.changed_at
    assert added.changed_at.tzinfo is not None


def test_history_gives_the_latest_first_and_no_more_than_requested(store):
    add_features(store, "village", "demand", homes(1, 2, 3), who=WHO)
    (last,) = read_history(store, "village", "demand", limit=1)
    assert last.number == max(c.number for c in read_history(store, "village", "demand"))
    assert read_history(store, "village", "zones") == []


def test_an_edited_feature_keeps_its_place_in_the_order(store):
    add_features(store, "village", "demand", homes(1, 2, 3), who=WHO)
    held = read_layer(store, "village", "demand")
    edit_features(store, "village", "demand", held.iloc[[0]].assign(people=9.0), who=WHO)
    assert people(read_layer(store, "village", "demand")) == [9, 2, 3]


def test_features_of_another_community_cannot_be_edited_or_removed(store):
    add_features(store, "village", "demand", homes(1), who=WHO)
    held = read_layer(store, "village", "demand")
    edit_features(store, "elsewhere", "demand", held.assign(people=9.0), who=WHO)
    remove_features(store, "elsewhere", "demand", held["id"].tolist(), who=WHO)
    assert people(read_layer(store, "village", "demand")) == [1]
    assert read_history(store, "elsewhere", "demand") == []


@pytest.mark.parametrize("text", ["Ñandú “x” '; drop table feature; --", "a\nb\\n", "漢字 🙂"])
def test_text_is_kept_to_the_letter(store, text):
    frame = homes(1).drop(columns=["people", "women"])
    frame = frame.assign(type="health", name=text, confidential=False)
    add_features(store, "village", "services", frame, who=WHO)
    assert read_layer(store, "village", "services")["name"].tolist() == [text]
