"""Each rule of the standard: one diagram that breaks it, one that keeps it."""

# ruff: noqa: E501 — one case a line, however long its diagram

from __future__ import annotations

import pytest

from tests.engine.lint.drawn import FORMAL, checked, file, flow, line, said_of

TASK = line("t") + '<task id="t"/>'
GATE = line("g") + '<task id="x"/>' + flow("gx", "g", "x", "=a > 1") + flow("xe", "x", "e")
CHOICE = (
    '<startEvent id="s"/><endEvent id="e"/><exclusiveGateway id="g"/><task id="x"/>'
    + flow("sg", "s", "g")
    + flow("gx", "g", "x", "=a")
    + flow("xe", "x", "e")
)
ROUND = (
    '<startEvent id="s"/><parallelGateway id="p1"/><task id="x"/>'
    + flow("sp", "s", "p1")
    + flow("pe", "p1", "e")
    + flow("px", "p1", "x")
    + flow("xx", "x", "x")
)
TIMER = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
MESSAGE = '<message id="m" name="told"/>'


def catch(definition: str, own: str = "c") -> str:
    return f'<intermediateCatchEvent id="{own}">{definition}</intermediateCatchEvent>'


def boundary(definition: str, attributes: str = "", leads: str = flow("bx", "b", "e")) -> str:
    return f'{TASK}<boundaryEvent id="b" attachedToRef="t" {attributes}>{definition}</boundaryEvent>{leads}'


def gateway_race(*targets: str) -> str:
    branches = "".join(flow(f"g{n}", "g", n) + flow(f"{n}e", n, "e") for n in targets)
    return (
        '<startEvent id="s"/><endEvent id="e"/><eventBasedGateway id="g"/>' + flow("sg", "s", "g") + branches
    )


def interface(sets: str) -> str:
    return f'{line("t")}<serviceTask id="t"><ioSpecification id="io">{sets}</ioSpecification></serviceTask>'


RACE = gateway_race("c", "d") + catch(TIMER) + catch(TIMER, "d")
UNDOING = (
    line("u")
    + '<intermediateThrowEvent id="u"><compensateEventDefinition waitForCompletion="{}"/></intermediateThrowEvent>'
)
RECEIVER = '<receiveTask id="r" messageRef="m"/>'

CASES = [
    ("duplicate-id", "t", TASK + '<textAnnotation id="t"/>', TASK),
    ("id-not-ncname", "1t", line("1t") + '<task id="1t"/>', TASK),
    ("empty-process", "p", "", TASK),
    ("dangling-reference", "t", line("t") + '<receiveTask id="t" messageRef="nobody"/>', line("t") + '<receiveTask id="t" messageRef="m"/>'),
    ("reference-of-wrong-kind", "t", line("t") + '<receiveTask id="t" messageRef="s"/>', line("t") + '<receiveTask id="t" messageRef="m"/>'),
    ("dangling-reference", "t", line("t") + '<task id="t"><incoming>nothing</incoming></task>', TASK),
    ("dangling-reference", "a", TASK + '<association id="a" sourceRef="t" targetRef="gone"/>', TASK),
    ("flow-at-artifact", "x", TASK + '<textAnnotation id="n"/>' + flow("x", "t", "n"), TASK),
    ("flow-at-event-subprocess", "x", TASK + f'<subProcess id="h" triggeredByEvent="true"><startEvent id="hs">{TIMER}</startEvent></subProcess>' + flow("x", "t", "h"), TASK),
    ("flow-crosses-subprocess", "x", line("u") + '<subProcess id="u"><task id="i"/></subProcess>' + flow("x", "s", "i"), line("u") + '<subProcess id="u"><task id="i"/></subProcess>'),
    ("flow-not-immediate", "x", TASK + '<sequenceFlow id="x" sourceRef="t" targetRef="e" isImmediate="false"/>', TASK),
    ("condition-on-only-flow", "x", '<startEvent id="s"/><task id="t"/><endEvent id="e"/>' + flow("f", "s", "t") + flow("x", "t", "e", "=a"), TASK),
    ("condition-after-event", "x", '<startEvent id="s"/><endEvent id="e"/>' + flow("x", "s", "e", "=a"), TASK),
    ("flow-twice", "x", TASK + flow("x", "t", "e"), TASK + flow("x", "t", "e", "=a")),
    ("not-connected", "t", '<task id="t"/><task id="u"/>' + flow("f", "u", "v") + '<task id="v"/>', '<task id="t"/>' + flow("f", "t", "v") + '<task id="v"/>'),
    ("text-format", "n", TASK + '<textAnnotation id="n" textFormat="wrong"/>', TASK + '<textAnnotation id="n" textFormat="text/plain"/>'),
    ("performer-twice", "o", line("t") + '<task id="t"><performer id="o"><resourceRef>m</resourceRef><resourceAssignmentExpression/></performer></task>', line("t") + '<task id="t"><performer id="o"><resourceRef>m</resourceRef></performer></task>'),
    ("default-elsewhere", "g", GATE + '<exclusiveGateway id="g" default="f0"/>', GATE + '<exclusiveGateway id="g" default="f1"/>'),
    ("default-with-condition", "gx", GATE + '<exclusiveGateway id="g" default="gx"/>', GATE + '<exclusiveGateway id="g" default="f1"/>'),
    ("condition-ignored", "gx", GATE + '<parallelGateway id="g"/>', GATE + '<exclusiveGateway id="g" default="f1"/>'),
    ("flow-listed-wrongly", "t", line("t") + '<task id="t"><incoming>f1</incoming></task>', line("t") + '<task id="t"><incoming>f0</incoming><outgoing>f1</outgoing></task>'),
    ("gateway-neither-splits-nor-joins", "g", line("g") + '<exclusiveGateway id="g"/>', GATE + '<exclusiveGateway id="g" default="f1"/>'),
    ("gateway-direction", "g", GATE + '<exclusiveGateway id="g" default="f1" gatewayDirection="Converging"/>', GATE + '<exclusiveGateway id="g" default="f1" gatewayDirection="Diverging"/>'),
    ("condition-missing-on-flow", "f1", GATE + '<exclusiveGateway id="g"/>', GATE + '<exclusiveGateway id="g" default="f1"/>'),
    ("default-missing", "g", CHOICE + flow("go", "g", "e", "=not(a)"), CHOICE + flow("go", "g", "e", "=true")),
    ("event-gateway-branches", "g", gateway_race("c") + catch(TIMER), RACE),
    ("condition-after-event-gateway", "gx", RACE + flow("gx", "g", "c", "=a"), RACE),
    ("event-gateway-target", "l", gateway_race("c", "l") + catch(TIMER) + catch('<linkEventDefinition name="x"/>', "l"), RACE),
    ("event-gateway-mixed", "g", gateway_race("c", "r") + RECEIVER + catch('<messageEventDefinition messageRef="m"/>'), RACE),
    ("event-gateway-target-shared", "c", RACE + flow("sc", "s", "c"), RACE),
    ("event-gateway-target-with-boundary", "r", gateway_race("c", "r") + catch(TIMER) + RECEIVER + f'<boundaryEvent id="b" attachedToRef="r">{TIMER}</boundaryEvent>' + flow("be", "b", "e"), gateway_race("c", "r") + catch(TIMER) + RECEIVER),
    ("instantiating-gateway-entered", "g", RACE.replace('Gateway id="g"', 'Gateway id="g" instantiate="true"'), RACE),
    ("trigger-not-allowed", "s", '<startEvent id="s"><terminateEventDefinition/></startEvent><task id="t"/>' + flow("f", "s", "t"), TASK),
    ("trigger-not-allowed", "e", TASK.replace('<endEvent id="e"/>', f'<endEvent id="e">{TIMER}</endEvent>'), TASK),
    ("trigger-not-allowed", "c", line("c") + catch("<compensateEventDefinition/>"), line("c") + catch(TIMER)),
    ("catch-without-trigger", "c", line("c") + catch(""), line("c") + catch(TIMER)),
    ("start-with-incoming", "s", TASK + flow("x", "t", "s"), TASK),
    ("end-with-outgoing", "e", TASK + flow("x", "e", "t"), TASK),
    ("start-without-outgoing", "s", '<startEvent id="s"/><task id="t"/>', TASK),
    ("end-missing", "s", '<startEvent id="s"/><task id="t"/>' + flow("f", "s", "t"), TASK),
    ("start-missing", "e", '<endEvent id="e"/><task id="t"/>' + flow("f", "t", "e"), TASK),
    ("without-incoming", "x", TASK + '<task id="x"/>' + flow("xe", "x", "e"), TASK),
    ("without-outgoing", "x", TASK + '<task id="x"/>' + flow("tx", "t", "x"), TASK),
    ("event-without-outgoing", "c", TASK + catch(TIMER) + flow("tc", "t", "c"), line("c") + catch(TIMER)),
    ("error-without-code", "x", TASK + '<endEvent id="x"><errorEventDefinition errorRef="bare"/></endEvent>' + flow("tx", "t", "x"), TASK + '<endEvent id="x"><errorEventDefinition errorRef="coded"/></endEvent>' + flow("tx", "t", "x")),
    ("boundary-must-interrupt", "b", boundary('<errorEventDefinition errorRef="coded"/>', 'cancelActivity="false"'), boundary('<errorEventDefinition errorRef="coded"/>')),
    ("boundary-with-incoming", "b", boundary(TIMER) + flow("x", "t", "b"), boundary(TIMER)),
    ("boundary-without-outgoing", "b", boundary(TIMER, leads=""), boundary(TIMER)),
    ("unsupported-compensation-without-waiting", "u", UNDOING.format("false"), UNDOING.format("true")),
    ("compensation-boundary-with-outgoing", "b", boundary("<compensateEventDefinition/>"), boundary(TIMER)),
    ("event-subprocess-must-interrupt", "hs", TASK + '<subProcess id="h" triggeredByEvent="true"><startEvent id="hs" isInterrupting="false"><errorEventDefinition/></startEvent></subProcess>', TASK),
    ("ad-hoc-empty", "h", line("h") + '<adHocSubProcess id="h"/>', line("h") + '<adHocSubProcess id="h"><task id="i"/></adHocSubProcess>'),
    ("ad-hoc-with-start-or-end", "h", line("h") + '<adHocSubProcess id="h"><task id="i"/><endEvent id="ie"/></adHocSubProcess>', line("h") + '<adHocSubProcess id="h"><task id="i"/></adHocSubProcess>'),
    ("choreography-in-process", "x", TASK + '<choreographyTask id="x"/>', TASK),
    ("subprocess-with-io-specification", "u", line("u") + '<subProcess id="u"><ioSpecification/></subProcess>', line("u") + '<subProcess id="u"/>'),
    ("instantiating-receiver-entered", "r", line("r") + RECEIVER.replace("/>", ' instantiate="true"/>'), line("r") + RECEIVER),
    ("repeated-twice", "t", line("t") + '<task id="t"><standardLoopCharacteristics loopMaximum="2"/><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></task>', TASK),
    ("multi-instance-number", "t", line("t") + '<task id="t"><multiInstanceLoopCharacteristics><loopCardinality>-1</loopCardinality></multiInstanceLoopCharacteristics></task>', TASK),
    ("expression-not-feel", "gx", GATE.replace("=a &gt; 1", "=a >> 1").replace("=a > 1", "=a ++ 1") + '<exclusiveGateway id="g" default="f1"/>', GATE + '<exclusiveGateway id="g" default="f1"/>'),
    ("foreign-expression", "gx", GATE.replace("=a > 1", "${a == 1}") + '<exclusiveGateway id="g" default="f1"/>', GATE + '<exclusiveGateway id="g" default="f1"/>'),
    ("expression-empty", "gx", GATE.replace("=a > 1", " ") + '<exclusiveGateway id="g" default="f1"/>', GATE + '<exclusiveGateway id="g" default="f1"/>'),
    ("timer-with-several-times", "c", line("c") + catch("<timerEventDefinition><timeDuration>PT1H</timeDuration><timeDate>2026-01-01T00:00:00Z</timeDate></timerEventDefinition>"), line("c") + catch(TIMER)),
    ("timer-not-readable", "c", line("c") + catch(TIMER.replace("PT1H", "soon")), line("c") + catch(TIMER)),
    ("timer-of-other-kind", "c", line("c") + catch(TIMER.replace("PT1H", "R3/PT1H")), line("c") + catch(TIMER)),
    ("script-without-format", "t", line("t") + "<scriptTask id='t'><script>1</script></scriptTask>", TASK),
    ("foreign-script", "t", line("t") + "<scriptTask id='t' scriptFormat='python'><script>1</script></scriptTask>", TASK),
    ("never-ends", "x", TASK + '<task id="x"/><task id="y"/>' + flow("a1", "x", "y") + flow("a2", "y", "x"), TASK),
    ("never-ends", "x", ROUND + '<endEvent id="e"/>', ROUND + '<endEvent id="e"><terminateEventDefinition/></endEvent>'),
    ("unreachable", "x", TASK + '<task id="x"/><task id="y"/>' + flow("a1", "x", "y") + flow("a2", "y", "x"), TASK),
    ("join-never-complete", "j", '<startEvent id="s"/><exclusiveGateway id="g" default="g1"/><parallelGateway id="j"/><endEvent id="e"/>' + flow("sg", "s", "g") + flow("g1", "g", "j") + flow("g2", "g", "j", "=a") + flow("je", "j", "e"), TASK),
    ("data-in-no-set", "i", interface('<dataInput id="i"/>'), interface('<dataInput id="i"/><inputSet><dataInputRefs>i</dataInputRefs></inputSet>')),
    ("data-set-incomplete", "q", interface('<dataInput id="i"/><inputSet id="q"><optionalInputRefs>i</optionalInputRefs></inputSet>'), interface('<dataInput id="i"/><inputSet id="q"><dataInputRefs>i</dataInputRefs><optionalInputRefs>i</optionalInputRefs></inputSet>')),
    ("collection-unlike-type", "o", TASK + '<dataObject id="o" isCollection="true" itemSubjectRef="one"/>', TASK + '<dataObject id="o" itemSubjectRef="one"/>'),
]  # fmt: skip

ROOTS = (
    MESSAGE + '<error id="bare"/><error id="coded" errorCode="E1"/>'
    '<itemDefinition id="one" structureRef="xsd:string"/>'
)


@pytest.mark.parametrize(
    ("rule", "element", "broken", "kept"), CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)]
)
def test_a_rule_names_its_fault_and_nothing_else(rule: str, element: str, broken: str, kept: str) -> None:
    assert (rule, element) in said_of(file(broken, ROOTS))
    assert rule not in [found for found, _ in said_of(file(kept, ROOTS))]


def test_a_plain_process_is_deployable_without_a_word() -> None:
    answer = checked(file(TASK))
    assert answer.findings == () and answer.is_deployable


def test_a_file_outside_the_zeebe_vocabulary_marks_its_expressions_formal() -> None:
    natural = GATE.replace(f" {FORMAL}", "") + '<exclusiveGateway id="g" default="f1"/>'
    assert ("expression-not-formal", "gx") in said_of(file(natural, zeebe=False))
    assert ("expression-not-formal", "gx") not in said_of(file(natural, zeebe=True))


@pytest.mark.parametrize(
    ("said", "rule", "deployable"),
    [("", "executable-not-said", True), ('isExecutable="false"', "not-executable", False)],
)
def test_what_is_said_of_being_executable_decides(said: str, rule: str, deployable: bool) -> None:
    answer = checked(file(TASK, process=said))
    assert (rule, "p") in [(f.rule, f.element) for f in answer.findings]
    assert answer.is_deployable is deployable


def test_a_public_process_cannot_be_executable() -> None:
    assert ("public-process-executable", "p") in said_of(
        file(TASK, process='isExecutable="true" processType="Public"')
    )


COLLABORATION = (
    '<collaboration id="k"><participant id="P" processRef="p"/><participant id="Q"/>'
    '<messageFlow id="mf" sourceRef="{}" targetRef="{}"/></collaboration>'
)


@pytest.mark.parametrize(
    ("source", "target", "rule"),
    [
        ("P", "t", "message-flow-in-one-pool"),
        ("s", "Q", "message-flow-wrong-source"),
        ("Q", "e", "message-flow-wrong-target"),
        ("Q", "f0", "message-flow-at-no-partner"),
        ("t", "Q", None),
        ("Q", "t", None),
    ],
)
def test_message_flows_join_two_pools(source: str, target: str, rule: str | None) -> None:
    said = said_of(file(TASK, COLLABORATION.format(source, target)))
    assert [(found, of) for found, of in said if of == "mf"] == ([] if rule is None else [(rule, "mf")])


def test_findings_come_in_the_order_of_the_file_and_never_twice() -> None:
    broken = (
        '<task id="z"><incoming>gone</incoming></task><task id="a"><incoming>gone</incoming></task>' + TASK
    )
    first, second = said_of(file(broken)), said_of(file(broken))
    assert first == second
    assert len(first) == len(set(first))
    assert [of for rule, of in first if rule == "dangling-reference"] == ["z", "a"]


@pytest.mark.parametrize(
    ("roots", "rule", "element"),
    [
        ('<error id="x" errorCode="1"/>', "declared-without-name", "x"),
        ('<signal id="x" name="S"/>', "declared-unused", "x"),
        ('<message id="x" name="told"/>', "declared-twice", "x"),
        (
            '<globalConversation id="x"><conversation id="c"/></globalConversation>',
            "global-conversation-with-nodes",
            "x",
        ),
    ],
)
def test_what_a_file_declares_is_used_named_and_named_once(roots: str, rule: str, element: str) -> None:
    receives = line("t") + '<receiveTask id="t" messageRef="m"/>'
    assert (rule, element) in said_of(file(receives, MESSAGE + roots))
    assert [found for found, _ in said_of(file(receives, MESSAGE)) if found == rule] == []
