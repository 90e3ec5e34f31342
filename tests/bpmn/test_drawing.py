"""How the diagrams are drawn: nothing missing, outside its lane or on top of another; lines square."""

from __future__ import annotations

from itertools import combinations

import pytest

from tests.bpmn.shipped_files import BPMN, DIAGRAMS, Diagram

each_diagram = pytest.mark.parametrize("diagram", DIAGRAMS, ids=lambda diagram: diagram.folder)


@each_diagram
def test_every_flow_node_has_a_shape_and_every_flow_an_edge(diagram: Diagram) -> None:
    nodes = {node.get("id") for node in diagram.flow_nodes()}
    flows = {flow.get("id") for flow in diagram.elements("sequenceFlow")}
    assert nodes - set(diagram.shapes) == set()
    assert flows - set(diagram.edges) == set()
    assert set(diagram.edges) - flows - {one.get("id") for one in diagram.elements("association")} == set()


@each_diagram
def test_every_shape_stands_inside_its_lane_or_its_subprocess(diagram: Diagram) -> None:
    lanes = diagram.lane_of()
    for node in diagram.flow_nodes():
        if node.tag == f"{BPMN}boundaryEvent":
            continue
        id_, parent = node.get("id"), node.getparent()
        holder = lanes[id_] if parent.tag == f"{BPMN}process" else parent.get("id")
        assert diagram.shapes[holder].contains(diagram.shapes[id_]), f"{id_} sticks out of {holder}"


@each_diagram
def test_every_boundary_event_sits_on_the_border_of_its_activity(diagram: Diagram) -> None:
    for event in diagram.elements("boundaryEvent"):
        at, host = diagram.shapes[event.get("id")], diagram.shapes[event.get("attachedToRef")]
        middle = (at.x + at.width / 2, at.y + at.height / 2)
        on_border = min(
            abs(middle[0] - host.x),
            abs(middle[0] - host.x - host.width),
            abs(middle[1] - host.y),
            abs(middle[1] - host.y - host.height),
        )
        assert host.touches(middle) and on_border <= 1, event.get("id")


@each_diagram
def test_no_two_shapes_lie_on_each_other(diagram: Diagram) -> None:
    for scope in [*diagram.elements("process"), *diagram.elements("subProcess")]:
        inside = [
            node.get("id")
            for node in scope
            if node.get("id") in diagram.shapes and node.tag != f"{BPMN}boundaryEvent"
        ]
        for one, other in combinations(inside, 2):
            assert not diagram.shapes[one].overlaps(diagram.shapes[other]), f"{one} and {other}"


@each_diagram
def test_every_line_begins_and_ends_at_its_shapes_and_runs_square(diagram: Diagram) -> None:
    for flow in diagram.elements("sequenceFlow"):
        points = diagram.edges[flow.get("id")]
        assert len(points) >= 2, flow.get("id")
        assert diagram.shapes[flow.get("sourceRef")].touches(points[0]), flow.get("id")
        assert diagram.shapes[flow.get("targetRef")].touches(points[-1]), flow.get("id")
        for (x1, y1), (x2, y2) in zip(points, points[1:], strict=False):
            assert abs(x1 - x2) < 0.5 or abs(y1 - y2) < 0.5, f"{flow.get('id')} runs askew"


@each_diagram
def test_no_words_lie_on_a_step_or_on_other_words(diagram: Diagram) -> None:
    hosts = {event.get("id"): event.get("attachedToRef") for event in diagram.elements("boundaryEvent")}
    steps = {node.get("id") for node in diagram.flow_nodes() if node.tag != f"{BPMN}subProcess"}
    for id_, words in diagram.labels.items():
        for step in steps - {id_}:
            beside_its_event = hosts.get(step) == id_
            assert beside_its_event or not words.overlaps(diagram.shapes[step]), f"{id_} is written on {step}"
    for one, other in combinations(diagram.labels, 2):
        assert not diagram.labels[one].overlaps(diagram.labels[other]), f"{one} and {other}"


@each_diagram
def test_no_line_runs_through_a_shape_it_does_not_belong_to(diagram: Diagram) -> None:
    for scope in [*diagram.elements("process"), *diagram.elements("subProcess")]:
        shapes = {node.get("id") for node in scope if node.get("id") in diagram.shapes}
        for flow in scope.iterfind(f"{BPMN}sequenceFlow"):
            ends = {flow.get("sourceRef"), flow.get("targetRef")}
            for id_ in shapes - ends:
                if diagram.by_id[id_].get("attachedToRef") in ends:
                    continue
                assert not _crosses(diagram, flow.get("id"), id_), f"{flow.get('id')} runs through {id_}"


def _crosses(diagram: Diagram, flow: str, shape: str) -> bool:
    box, points = diagram.shapes[shape], diagram.edges[flow]
    return any(
        max(x1, x2) > box.x
        and min(x1, x2) < box.x + box.width
        and max(y1, y2) > box.y
        and min(y1, y2) < box.y + box.height
        for (x1, y1), (x2, y2) in zip(points, points[1:], strict=False)
    )


@each_diagram
def test_no_two_lines_cross(diagram: Diagram) -> None:
    flows = [flow.get("id") for flow in diagram.elements("sequenceFlow")]
    crossing = [
        f"{one} × {other}"
        for one, other in combinations(flows, 2)
        if _cross(diagram.edges[one], diagram.edges[other])
    ]
    assert crossing == []


def _cross(one: list, other: list) -> bool:
    """Whether two square lines cross in the open; touching and running together is no crossing."""
    return any(
        _cut(a, b, c, d) or _cut(c, d, a, b)
        for a, b in zip(one, one[1:], strict=False)
        for c, d in zip(other, other[1:], strict=False)
    )


def _cut(a: tuple, b: tuple, c: tuple, d: tuple) -> bool:
    """A level stretch a–b and an upright one c–d cut each other inside both."""
    if abs(a[1] - b[1]) > 0.5 or abs(c[0] - d[0]) > 0.5:
        return False
    left, right = sorted((a[0], b[0]))
    top, bottom = sorted((c[1], d[1]))
    return left + 1 < c[0] < right - 1 and top + 1 < a[1] < bottom - 1
