"""A DMN file into a model: elements by id, requirements resolved, logic parsed, cycles refused."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from workflows.decisions.boxed import Scope, expression_in, formal_parameters
from workflows.decisions.errors import DecisionModelError
from workflows.decisions.items import item_types, member_names, referred_type
from workflows.decisions.model import Decision, DecisionService, Element, InputData, KnowledgeModel, Model
from workflows.decisions.xml import child, children, kind, label, parsed_definitions
from workflows.feel.types import FeelType, FunctionOf, resolved

_KINDS = ("inputData", "decision", "businessKnowledgeModel", "decisionService")


def read_model(xml: bytes) -> Model:
    """The model of a file. Raises DecisionModelError where the file as a whole cannot be used.

    A fault inside one element is noted in ``faults`` and raised when that element is asked.
    """
    root = parsed_definitions(xml)
    _refuse_imports(root)
    types = item_types(root)
    reader = _Reader(root, types)
    elements = {element.id: element for element in map(reader.read_or_note, reader.found.values())}
    model = Model(root.get("name", ""), root.get("namespace", ""), elements, types, reader.faults)
    model.order.update(_order(model))
    return model


def _refuse_imports(root: etree._Element) -> None:
    imported = child(root, "import")
    if imported is not None:
        name = imported.get("name") or imported.get("namespace") or ""
        raise DecisionModelError(name, "不支持导入其他模型", "imports of other models are not supported")


class _Reader:
    def __init__(self, root: etree._Element, types: dict[str, FeelType]) -> None:
        self.types = types
        self.members = member_names(types)
        self.faults: dict[str, DecisionModelError] = {}
        self.found: dict[str, etree._Element] = {}
        for element in children(root, *_KINDS):
            identifier = element.get("id") or element.get("name") or ""
            if not identifier or identifier in self.found:
                raise DecisionModelError(
                    label(element), "标识缺失或重复", "the id is missing or stands twice"
                )
            self.found[identifier] = element

    def read_or_note(self, element: etree._Element) -> Element:
        """The element; where its logic cannot be read, the element without logic, and the fault noted.

        One broken decision must not take the others of the file with it: whoever asks it hears of the
        fault.
        """
        try:
            return self.read(element)
        except DecisionModelError as fault:
            identifier, name = element.get("id") or element.get("name") or "", _name(element)
            self.faults[identifier] = fault
            match kind(element):
                case "inputData":
                    return InputData(identifier, name, None)
                case "businessKnowledgeModel":
                    return KnowledgeModel(identifier, name, (), None, None, ())
                case "decisionService":
                    return DecisionService(identifier, name, None, (), (), (), ())
            return Decision(identifier, name, None, None, ())

    def read(self, element: etree._Element) -> Element:
        identifier = element.get("id") or element.get("name") or ""
        name = _name(element)
        match kind(element):
            case "inputData":
                return InputData(identifier, name, referred_type(child(element, "variable"), self.types))
            case "decision":
                return self.decision(element, identifier, name)
            case "businessKnowledgeModel":
                return self.knowledge_model(element, identifier, name)
        return self.service(element, identifier, name)

    def decision(self, element: etree._Element, identifier: str, name: str) -> Decision:
        requires = self.requirements(element)
        logic = expression_in(element, self.scope(name, requires))
        return Decision(
            identifier, name, referred_type(child(element, "variable"), self.types), logic, requires
        )

    def knowledge_model(self, element: etree._Element, identifier: str, name: str) -> KnowledgeModel:
        requires = self.requirements(element)
        scope = self.scope(name, requires)
        function = child(element, "encapsulatedLogic")
        declared = referred_type(child(element, "variable"), self.types)
        result = _result_type(declared, self.types)
        if function is None:
            return KnowledgeModel(identifier, name, (), result, None, requires)
        if (function.get("kind") or "FEEL") != "FEEL":
            raise DecisionModelError(
                name, "只支持FEEL写的业务知识模型", "only knowledge models in FEEL are evaluated"
            )
        parameters = formal_parameters(function, scope)
        logic = expression_in(function, scope.with_names(parameter for parameter, _ in parameters))
        return KnowledgeModel(identifier, name, parameters, result, logic, requires)

    def service(self, element: etree._Element, identifier: str, name: str) -> DecisionService:
        declared = referred_type(child(element, "variable"), self.types)
        return DecisionService(
            identifier,
            name,
            _result_type(declared, self.types),
            outputs=self.references(element, "outputDecision"),
            encapsulated=self.references(element, "encapsulatedDecision"),
            input_data=self.references(element, "inputData"),
            input_decisions=self.references(element, "inputDecision"),
        )

    def scope(self, owner: str, requires: Iterable[str]) -> Scope:
        names = frozenset(_name(self.found[identifier]) for identifier in requires)
        return Scope(owner, names, self.members, frozenset(self.types))

    def requirements(self, element: etree._Element) -> tuple[str, ...]:
        found: list[str] = []
        for requirement in children(element, "informationRequirement", "knowledgeRequirement"):
            found += self.references(requirement, "requiredInput", "requiredDecision", "requiredKnowledge")
        return tuple(found)

    def references(self, element: etree._Element, *kinds: str) -> tuple[str, ...]:
        return tuple(self.reference(part.get("href", "")) for part in children(element, *kinds))

    def reference(self, href: str) -> str:
        identifier = href.rpartition("#")[2]
        if identifier not in self.found:
            raise DecisionModelError(
                identifier or href, "模型中没有被引用的元素", "the element referred to is not in the model"
            )
        return identifier


def _name(element: etree._Element) -> str:
    """The name others use: the variable's, which by the standard is the element's own."""
    variable = child(element, "variable")
    name = (
        element.get("name")
        or (variable.get("name") if variable is not None else None)
        or element.get("id")
        or ""
    )
    return " ".join(name.split())


def _result_type(declared: FeelType | None, types: dict[str, FeelType]) -> FeelType | None:
    """What a function's variable says of its result: a function type its result, any other type itself."""
    if declared is None:
        return None
    kind_ = resolved(declared, types)
    return kind_.result if isinstance(kind_, FunctionOf) else declared


def _order(model: Model) -> dict[str, int]:
    """How deep each element's requirements go; raises DecisionModelError where they run in a circle."""
    depth: dict[str, int] = {}
    for start in model.elements:
        path: list[tuple[str, Iterable[str]]] = [(start, iter(_needs(model, start)))]
        on_path = {start}
        while path:
            current, rest = path[-1]
            following = next((need for need in rest if need not in depth), None)
            if following is None:
                path.pop()
                on_path.discard(current)
                depth[current] = 1 + max((depth[need] for need in _needs(model, current)), default=-1)
            elif following in on_path:
                name = model.elements[following].name
                raise DecisionModelError(
                    name, "决策之间的依赖绕成一圈", "the decisions require each other in a circle"
                )
            else:
                on_path.add(following)
                path.append((following, iter(_needs(model, following))))
    return depth


def _needs(model: Model, identifier: str) -> tuple[str, ...]:
    match model.elements[identifier]:
        case Decision(requires=requires):
            return requires
        case KnowledgeModel(requires=requires):
            # A knowledge model may call itself: it is a function, not a value.
            return tuple(need for need in requires if need != identifier)
        case DecisionService(outputs=outputs, encapsulated=encapsulated):
            return (*outputs, *encapsulated)
    return ()
