"""A process instance in memory: SpiffWorkflow's workflows and tasks, kept flat.

Every scope (the instance, an embedded subprocess, a running event subprocess) is one SpiffWorkflow workflow
whose `data` are the scope's variables. Every token is a task directly under its scope's root; the
instances of a
multi-instance hang under their body. Nothing finished stays, nothing is predicted: the tree is as deep as
subprocesses nest, and a step costs what is live, whatever the instance's past.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.engine.marks import Marks, Undoable
from workflows.engine.step import Incident, ScopeStep, UnknownKey

if TYPE_CHECKING:
    from workflows.engine.act import Act
    from workflows.engine.definition import Definition
    from workflows.engine.specs import NodeSpec


class Token(Task):
    """A token: SpiffWorkflow's task with this room's marks. Its id is the key the outside knows."""

    task_spec: NodeSpec

    def __init__(self, workflow: Scope, spec: NodeSpec, parent: Task, key: str, **marks: Any) -> None:
        self.marks = Marks(**marks)
        super().__init__(workflow, spec, parent=parent, state=TaskState.FUTURE, id=key)
        workflow.top_workflow.tokens[key] = self

    def _set_state(self, value: int) -> None:
        """Stock: writes a log line with a dozen values for each change of state."""
        self._state = value

    @property
    def key(self) -> str:
        return self.id

    @property
    def act(self) -> Act:
        """The act under way."""
        return self.workflow.top_workflow.act

    @property
    def element_id(self) -> str:
        """The element's id in the diagram as drawn."""
        return self.task_spec.node.id

    @property
    def body(self) -> Token | None:
        """The multi-instance body this token is an instance of."""
        return self.parent if self.marks.index is not None else None

    def hold(self, value: bool | None) -> None:
        """What an armed condition gave last; None: the token waits for no condition."""
        self.marks.held = value
        conditions = self.workflow.top_workflow.conditions
        if value is None:
            conditions.pop(self.id, None)
        else:
            conditions[self.id] = None

    @property
    def is_live(self) -> bool:
        """Whether it still stands in the tree."""
        return self.workflow.top_workflow.tokens.get(self.id) is self

    def remove(self) -> None:
        """Take the token out of the tree: the past is in the history, not here."""
        parent = self.parent
        parent._children.remove(self.id)
        del self.workflow.tasks[self.id]
        del self.workflow.top_workflow.tokens[self.id]


class _NoScripts:
    """SpiffWorkflow asks its script engine for nothing here; if it ever does, nothing is evaluated."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(f"SpiffWorkflow asked its script engine for {name}: only FEEL is evaluated")


_NO_SCRIPTS = _NoScripts()


class _ScopeOfTokens:
    """What every scope adds to SpiffWorkflow's workflow."""

    def _begin(self, root_key: str) -> None:
        self.rounds: dict[str, int] = {}
        self.interrupted = False
        """An interrupting event subprocess has taken over: no further trigger of this scope counts."""
        self.is_open = True
        self.pending: list[str] = []
        """Of an ad-hoc subprocess in sequence: the activities not begun yet."""
        self.completed = 0
        """Activities that were completed in an ad-hoc subprocess."""
        self.is_enough = False
        """The completion condition of an ad-hoc subprocess held; what runs may end."""
        self.started: dict[str, list[str]] = {}
        """Complex gateways that have gone on and are not reset yet, with the flows whose tokens they took."""
        self.undoable: list[Undoable] = []
        """Completed activities that have a compensation handler, in the order of completion."""
        self.task_tree = Task(self, self.spec.start, state=TaskState.COMPLETED, id=root_key)

    def tokens_here(self) -> list[Token]:
        """The tokens directly in this scope, oldest first; a multi-instance by its body alone."""
        return [self.tasks[key] for key in self.task_tree._children]

    def node_specs(self) -> list[NodeSpec]:
        """The specs of the diagram's nodes that stand directly in this scope, in the file's order."""
        return [spec for spec in self.spec.task_specs.values() if hasattr(spec, "node")]

    def next_round(self, element_id: str) -> int:
        """Counts an entry of an element that holds a scope, from 1."""
        self.rounds[element_id] = self.rounds.get(element_id, 0) + 1
        return self.rounds[element_id]

    def _task_completed_notify(self, task: Task) -> None:
        """Stock: walks the tree and updates every waiting task. Here the stepping loop knows what follows."""


class SubScope(_ScopeOfTokens, BpmnSubWorkflow):
    """The scope inside an embedded or event subprocess."""

    def __init__(self, instance: Instance, owner: Token) -> None:
        spec = instance.subprocess_specs[owner.element_id]
        super().__init__(spec, owner.key, instance, deserializing=True)
        self.owner: Token = owner
        instance.subprocesses[owner.key] = self
        self._begin(f"root of {owner.key}")

    def _calculate_depth(self) -> int:
        """Stock walks up the parents for an order of stepping that is not used here."""
        return 0


class Instance(_ScopeOfTokens, BpmnWorkflow):
    """The outermost scope, and what belongs to the instance as a whole."""

    owner = None

    def __init__(self, definition: Definition) -> None:
        super().__init__(
            definition.specs[definition.process_id],
            definition.specs,
            script_engine=_NO_SCRIPTS,
            deserializing=True,
        )
        self.act: Act
        self.tokens: dict[str, Token] = {}
        self.incidents: dict[str, tuple[str, Incident]] = {}
        """Open incidents by key, each with the key of the token that waits for it."""
        self.conditions: dict[str, None] = {}
        """Keys of the tokens that wait for a condition."""
        self.last_key = 0
        self.outcome: str | None = None
        self._begin("root")

    def new_key(self) -> str:
        """A key never used before in this instance."""
        self.last_key += 1
        return str(self.last_key)

    def token(self, key: str) -> Token:
        """The live token with that key. Raises `UnknownKey`."""
        try:
            return self.tokens[key]
        except KeyError:
            raise UnknownKey(key) from None

    def scope_in(self, owner: Token) -> SubScope | None:
        """The scope a subprocess token holds open."""
        return self.subprocesses.get(owner.key)


Scope = Instance | SubScope


def scope_path(token: Token) -> tuple[ScopeStep, ...]:
    """Where a token stands: the subprocesses around it with their rounds, its index in a multi-instance."""
    steps: list[ScopeStep] = []
    current, inside = token, False
    while current is not None:
        if current.body is not None:
            steps.append(ScopeStep(current.element_id, current.marks.index, current.body.marks.round))
        elif inside:
            steps.append(ScopeStep(current.element_id, None, current.marks.round))
        current, inside = current.workflow.owner, True
    return tuple(reversed(steps))


def outermost_first(token: Token) -> tuple[int, int]:
    """The order in which triggers come: outer scopes before inner, then the oldest token."""
    return scope_depth(token), int(token.key)


def scope_depth(token: Token) -> int:
    """How many subprocesses stand around the token."""
    depth, owner = 0, token.workflow.owner
    while owner is not None:
        depth, owner = depth + 1, owner.workflow.owner
    return depth
