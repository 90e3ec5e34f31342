"""A model, ready to be asked: decisions, knowledge models and services by id or name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflows.decisions.errors import DecisionModelError, UnknownDecision
from workflows.decisions.evaluating import Evaluation
from workflows.decisions.importing import Imports
from workflows.decisions.model import (
    Decision,
    DecisionService,
    Element,
    InputData,
    KnowledgeModel,
    Model,
)
from workflows.decisions.reading import read_model
from workflows.decisions.run import DecisionRun, FiredRule
from workflows.decisions.soundness import Finding, findings
from workflows.feel import FeelSyntaxError
from workflows.feel.border import to_feel
from workflows.feel.compiler import Compiled, Compiler
from workflows.feel.errors import BudgetSpent
from workflows.feel.names import normal_name
from workflows.feel.values import Value
from workflows.words import Sentence


@dataclass(frozen=True, slots=True)
class DecisionAnswer:
    """What a decision says, which rules said it, the inputs it was given, and why parts of it became null."""

    value: Value
    rules_fired: tuple[FiredRule, ...]
    inputs_seen: Mapping[str, Value]
    warnings: tuple[Sentence, ...]


def read_decisions(xml: bytes, imports: Imports | None = None) -> Decisions:
    """Read a DMN file (1.1 to 1.5). Raises DecisionModelError where the file cannot be used at all.

    ``imports`` gives the files of imported models, by namespace and location. What is wrong inside one
    decision is in ``faults``, and raised when that decision is asked; never a traceback.
    """
    return Decisions(read_model(xml, imports))


class Decisions:
    """The decisions of one file, compiled. Immutable; may be shared between threads."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._logic: dict[str, Compiled] = {}
        for element in model.elements.values():
            if isinstance(element, Decision | KnowledgeModel) and element.logic is not None:
                try:
                    self._logic[element.id] = Compiler().compile(element.logic)
                except FeelSyntaxError as error:
                    model.faults[element.id] = DecisionModelError(
                        element.name, error.sentence.zh, error.sentence.en
                    )

    @property
    def faults(self) -> tuple[DecisionModelError, ...]:
        """What is wrong inside single decisions. A file fit to be published has none."""
        return tuple(self.model.faults.values())

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the decisions that can be asked for."""
        return tuple(
            element.name for element in self.model.elements.values() if isinstance(element, Decision)
        )

    def __contains__(self, id_or_name: object) -> bool:
        """Whether a decision of this id or name can be asked for."""
        return any(
            isinstance(element, Decision) and id_or_name in (element.id, element.name)
            for element in self.model.elements.values()
        )

    @property
    def inputs(self) -> tuple[InputData, ...]:
        return tuple(element for element in self.model.elements.values() if isinstance(element, InputData))

    def findings(self, id_or_name: str) -> tuple[Finding, ...]:
        """Gaps and overlaps of a decision's table; none where its logic is no table.

        Raises UnknownDecision, and NotJudged where the table's cells cannot be judged one by one.
        """
        return findings(self.model, self._asked(id_or_name).id)

    def evaluate(
        self,
        id_or_name: str,
        inputs: Mapping[str, Any],
        host: object | None = None,
        *,
        lenient: bool = False,
    ) -> DecisionAnswer:
        """Ask a decision, knowledge model or service. Inputs are read by the model's types.

        Rules that fire together where they may not, and logic in another language, are errors to the office,
        which must not go on with nothing; with ``lenient`` their value is null, as the standard has it.

        Raises UnknownDecision, ConflictingRules, DecisionModelError if something the answer needs is
        faulty, and NotAFeelValue for an input FEEL has no counterpart for.
        """
        element = self._asked(id_or_name)
        run = DecisionRun(host, self.model.types, lenient)
        given = {normal_name(name): to_feel(value) for name, value in inputs.items()}
        evaluation = Evaluation(self.model, self._logic, given, run)
        try:
            value = evaluation.answer(element)
        except BudgetSpent:
            value = run.warn("决策的运算步数超过上限", "the decision takes more steps than it may")
        except RecursionError:
            # Knowledge models that call each other may be deep without end; so may the data handed in.
            value = run.warn("运算嵌套过深", "the evaluation is nested too deep")
        return DecisionAnswer(value, tuple(run.fired), evaluation.inputs_seen, tuple(run.warnings))

    def _asked(self, id_or_name: str) -> Element:
        if id_or_name in self.model.elements:
            return self.model.elements[id_or_name]
        wanted = normal_name(id_or_name)
        named = [element for element in self.model.elements.values() if element.name == wanted]
        for kind in (Decision, DecisionService, KnowledgeModel, InputData):
            for element in named:
                if isinstance(element, kind):
                    return element
        for element in self.model.elements.values():
            if wanted in getattr(element, "also", ()):
                return element
        raise UnknownDecision(id_or_name, "模型中没有这个决策", "there is no such decision in the model")
