"""The course of one evaluation: what is given, what is decided on the way, and the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from workflows.decisions.errors import UnsupportedLogic
from workflows.decisions.model import (
    Decision,
    DecisionService,
    Element,
    InputData,
    KnowledgeModel,
    Model,
    Requirement,
)
from workflows.decisions.run import DecisionRun
from workflows.decisions.typed import input_value
from workflows.feel.compile_calls import as_declared, user_function
from workflows.feel.compiler import Compiled
from workflows.feel.evaluation import Frame, Run
from workflows.feel.values import Function, Value

_NOT_GIVEN = object()


class Evaluation:
    """The values known in one evaluation. Each decision is evaluated once, those it requires before it."""

    def __init__(
        self,
        model: Model,
        logic: dict[str, Compiled],
        given: Mapping[str, Value],
        run: DecisionRun,
        known: dict[str, Value] | None = None,
    ) -> None:
        self.model = model
        self.logic = logic
        self.given = given
        self.run = run
        self.values: dict[str, Value] = dict(known or {})
        self.inputs_seen: dict[str, Value] = {}

    def answer(self, element: Element) -> Value:
        match element:
            case Decision():
                return self.decided(element.id)
            case _ if element.id in self.model.faults:
                return self.faulty(element)
            case DecisionService():
                arguments = [self.given_for(need.alias, need.name, *need.also) for need in element.parameters]
                return self.served(element, self.run, arguments)
            case KnowledgeModel():
                function = self.function_of(element)
                given = [(self.given.get(name), kind, name) for name, kind in element.parameters]
                return self.run.call(function, [input_value(*each, self.run) for each in given])
        return self.input(element)

    def decided(self, identifier: str) -> Value:
        """The value of a decision, after those of all it requires, the deepest first."""
        for needed in sorted(self.all_required(identifier), key=self.model.order.__getitem__):
            if needed not in self.values:
                element = self.model.elements[needed]
                given = needed != identifier and self.is_given_instead(element)
                self.values[needed] = self.decided_elsewhere(element) if given else self.value_of(element)
        return self.values[identifier]

    def is_given_instead(self, element: Element) -> bool:
        """Whether the caller says what a decision on the way has decided, as the standard lets him.

        The office does not: among a matter's variables one may have a decision's name by chance.
        """
        return self.run.lenient and isinstance(element, Decision) and element.name in self.given

    def all_required(self, identifier: str) -> set[str]:
        """The decision and everything it requires that has no value yet."""
        found: set[str] = set()
        waiting = [identifier]
        while waiting:
            current = waiting.pop()
            if current in found or current in self.values:
                continue
            found.add(current)
            element = self.model.elements[current]
            if isinstance(element, Decision | KnowledgeModel):
                waiting.extend(need.id for need in element.requires)
        return found | ({identifier} - self.values.keys())

    def value_of(self, element: Element) -> Value:
        if element.id in self.model.faults:
            return self.faulty(element)
        match element:
            case InputData():
                return self.input(element)
            case Decision():
                return self.decision(element)
            case _:
                return self.function_of(element)

    def faulty(self, element: Element) -> None:
        fault = self.model.faults[element.id]
        if self.run.lenient and isinstance(fault, UnsupportedLogic):
            return self.run.warn(fault.sentence.zh, fault.sentence.en)
        raise fault

    def input(self, element: InputData) -> Value:
        given = self.given_for(element.alias, element.name, *element.also, otherwise=_NOT_GIVEN)
        if given is _NOT_GIVEN:
            return self.run.warn(f"没有给出输入“{element.name}”", f"the input {element.name!r} is not given")
        value = input_value(given, element.type, element.name, self.run)
        self.inputs_seen[element.name] = value
        return value

    def given_for(self, alias: str, *names: str, otherwise: Value = None) -> Value:
        """What the caller gave: plainly, or where it is imported behind the import's name and a dot, or in a
        context of that name.
        """
        inside = self.given.get(alias) if alias else None
        homes = [inside, self.given] if type(inside) is dict else [self.given]
        behind = [f"{alias}.{name}" for name in names] if alias else []
        return next((home[name] for home in homes for name in (*behind, *names) if name in home), otherwise)

    def decision(self, element: Decision) -> Value:
        logic = self.logic.get(element.id)
        if logic is None:
            return self.decided_elsewhere(element)
        value = logic(self.frame(element.requires))
        return as_declared(value, element.type, self.run, element.name)

    def decided_elsewhere(self, element: Decision) -> Value:
        """A decision drawn without logic is made by people: its value is the caller's."""
        if (value := self.given.get(element.name)) is None:
            return self.run.warn(
                f"决策“{element.name}”没有逻辑，也没有给出它的值",
                f"the decision {element.name!r} has no logic, and no value is given for it",
            )
        value = self.inputs_seen[element.name] = input_value(value, element.type, element.name, self.run)
        return value

    def frame(self, requires: tuple[Requirement, ...]) -> Frame:
        """What a decision may name. A model without drawn inputs names the caller's values directly."""
        undrawn = self.undrawn_inputs()
        self.inputs_seen.update(undrawn)
        return Frame(undrawn | _by_name(requires, self.values.__getitem__), None, self.run)

    def undrawn_inputs(self) -> dict[str, Value]:
        elements = self.model.elements.values()
        drawn = {element.name for element in elements}
        drawn.update(name for element in elements if isinstance(element, InputData) for name in element.also)
        return {name: value for name, value in self.given.items() if name not in drawn}

    def function_of(self, element: KnowledgeModel | DecisionService) -> Function:
        if isinstance(element, DecisionService):
            return self.service_function(element)
        names = tuple(name for name, _ in element.parameters)
        types = tuple(kind for _, kind in element.parameters)
        logic = self.logic.get(element.id)

        def call(run: Run, arguments: list[Value]) -> Value:
            if logic is None:
                return run.warn(f"“{element.name}”没有逻辑", f"{element.name!r} has no logic")
            required = _by_name(element.requires, self.function)
            own = {element.name: self.function(element.id)}
            return logic(Frame(own | required | dict(zip(names, arguments, strict=True)), None, run))

        return user_function(element.name, names, types, call, element.result_type)

    def function(self, identifier: str) -> Value:
        """The function of a knowledge model or service, made once."""
        if identifier not in self.values:
            self.values[identifier] = self.value_of(self.model.elements[identifier])
        return self.values[identifier]

    def service_function(self, service: DecisionService) -> Function:
        names = tuple(need.full_name for need in service.parameters)
        types = tuple(self.model.elements[need.id].type for need in service.parameters)
        return user_function(service.name, names, types, lambda run, given: self.served(service, run, given))

    def served(self, service: DecisionService, run: DecisionRun, arguments: list[Value]) -> Value:
        """The service's decisions over values of its own: nothing outside it is seen."""
        parameters = [self.model.elements[need.id] for need in service.parameters]
        known = {
            part.id: input_value(value, part.type, part.name, run)
            for part, value in zip(parameters, arguments, strict=True)
        }
        inner = Evaluation(self.model, self.logic, {}, run, known)
        answers = {self.model.elements[output].name: inner.decided(output) for output in service.outputs}
        self.inputs_seen.update({part.name: known[part.id] for part in parameters})
        value = next(iter(answers.values())) if len(answers) == 1 else answers
        return as_declared(value, service.type, run, service.name)


def _by_name(requires: tuple[Requirement, ...], value_of: Callable[[str], Value]) -> dict[str, Value]:
    """What is required, under the names it goes by; what is imported in a context under the import's name."""
    names: dict[str, Value] = {}
    for need in requires:
        home = names.setdefault(need.alias, {}) if need.alias else names
        home.setdefault(need.name, value_of(need.id))
    for need in requires:
        home = names[need.alias] if need.alias else names
        for name in need.also:
            home.setdefault(name, home[need.name])
    return names
