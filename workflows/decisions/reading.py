"""A DMN file into a model: elements by id, requirements resolved, logic parsed, cycles refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from workflows.decisions.boxed import expression_in, formal_parameters
from workflows.decisions.errors import DecisionModelError, UnsupportedLogic
from workflows.decisions.importing import File, Imports, files_of
from workflows.decisions.items import Known, item_types, known_types, member_names, referred_type
from workflows.decisions.model import (
    Decision,
    DecisionService,
    Element,
    InputData,
    KnowledgeModel,
    Model,
    Requirement,
)
from workflows.decisions.naming import name_of, other_names
from workflows.decisions.scopes import Scope
from workflows.decisions.xml import child, children, kind, label
from workflows.feel.types import FeelType, result_of

_KINDS = ("inputData", "decision", "businessKnowledgeModel", "decisionService")


def read_model(xml: bytes, imports: Imports | None = None) -> Model:
    """The model of a file and of those it imports.

    Raises DecisionModelError where it cannot be used as a whole. A fault inside one element is noted in
    ``faults`` and raised when that element is asked.
    """
    files = files_of(xml, imports)
    types = item_types(files)
    found = {key: element for file in files for key, element in _elements(file)}
    elements: dict[str, Element] = {}
    faults: dict[str, DecisionModelError] = {}
    for file in files:
        imported_as = files[0].aliases.get(file.namespace, "")
        reader = _Reader(file, imported_as, found, known_types(file, files), types, faults)
        elements |= {key: reader.read_or_note(key, element) for key, element in _elements(file)}
    root = files[0].root
    model = Model(root.get("name", ""), root.get("namespace", ""), elements, types, faults)
    model.order.update(_order(model))
    return model


def _elements(file: File) -> Iterator[tuple[str, etree._Element]]:
    """The elements of a file under ids that are its own among all files."""
    seen: set[str] = set()
    for element in children(file.root, *_KINDS):
        identifier = element.get("id") or element.get("name") or ""
        if not identifier or identifier in seen:
            raise DecisionModelError(label(element), "标识缺失或重复", "the id is missing or stands twice")
        seen.add(identifier)
        yield file.prefix + identifier, element


class _Reader:
    """Reads the elements of one file among all that were found."""

    def __init__(
        self,
        file: File,
        imported_as: str,
        found: dict[str, etree._Element],
        known: Known,
        types: dict[str, FeelType],
        faults: dict[str, DecisionModelError],
    ) -> None:
        self.file = file
        self.imported_as = imported_as
        self.found = found
        self.known = known
        self.types = types
        self.members = member_names(types)
        self.faults = faults

    def read_or_note(self, identifier: str, element: etree._Element) -> Element:
        """The element; where its logic cannot be read, the element without logic, and the fault noted.

        One broken decision must not take the others of the file with it: whoever asks it hears of the
        fault.
        """
        try:
            return self.read(identifier, element)
        except DecisionModelError as fault:
            name = name_of(element)
            self.faults[identifier] = fault
            match kind(element):
                case "inputData":
                    return InputData(identifier, name, None)
                case "businessKnowledgeModel":
                    return KnowledgeModel(identifier, name, (), None, None, ())
                case "decisionService":
                    return DecisionService(identifier, name, None, (), (), ())
            return Decision(identifier, name, None, None, ())

    def read(self, identifier: str, element: etree._Element) -> Element:
        name = name_of(element)
        match kind(element):
            case "inputData":
                also = other_names(element)
                return InputData(identifier, name, self.declared(element), self.imported_as, also)
            case "decision":
                return self.decision(element, identifier, name)
            case "businessKnowledgeModel":
                return self.knowledge_model(element, identifier, name)
        return self.service(element, identifier, name)

    def decision(self, element: etree._Element, identifier: str, name: str) -> Decision:
        requires = self.requirements(element)
        logic = expression_in(element, self.scope(name, requires))
        return Decision(identifier, name, self.declared(element), logic, requires, other_names(element))

    def knowledge_model(self, element: etree._Element, identifier: str, name: str) -> KnowledgeModel:
        requires = self.requirements(element)
        scope = self.scope(name, requires)
        function = child(element, "encapsulatedLogic")
        declared = self.declared(element)
        result = result_of(declared, self.types)
        if function is None:
            return KnowledgeModel(identifier, name, (), result, None, requires)
        if (function.get("kind") or "FEEL") != "FEEL":
            raise UnsupportedLogic(
                name, "只支持FEEL写的业务知识模型", "only knowledge models in FEEL are evaluated"
            )
        parameters = formal_parameters(function, scope)
        logic = expression_in(function, scope.with_names(parameter for parameter, _ in parameters))
        return KnowledgeModel(identifier, name, parameters, result, logic, requires)

    def service(self, element: etree._Element, identifier: str, name: str) -> DecisionService:
        declared = self.declared(element)
        return DecisionService(
            identifier,
            name,
            result_of(declared, self.types),
            outputs=self.references(element, "outputDecision"),
            encapsulated=self.references(element, "encapsulatedDecision"),
            parameters=(*self.required(element, "inputData"), *self.required(element, "inputDecision")),
        )

    def declared(self, element: etree._Element) -> FeelType | None:
        return referred_type(child(element, "variable"), self.known)

    def scope(self, owner: str, requires: Iterable[Requirement]) -> Scope:
        required = list(requires)
        called = {name for each in required for name in (each.name, *each.also)}
        plain = {name for each in required if not each.alias for name in (each.name, *each.also)}
        aliases = {each.alias for each in required if each.alias}
        return Scope(owner, frozenset(plain | aliases), self.members | called, self.known)

    def requirements(self, element: etree._Element) -> tuple[Requirement, ...]:
        """Those in the model itself first: what is imported without a name gives way to them (DMN 1.5)."""
        found: list[Requirement] = []
        for requirement in children(element, "informationRequirement", "knowledgeRequirement"):
            found.extend(self.required(requirement, "requiredInput", "requiredDecision", "requiredKnowledge"))
        return tuple(sorted(found, key=lambda need: need.imported))

    def required(self, element: etree._Element, *kinds: str) -> Iterator[Requirement]:
        """What the references inside an element point at, by the names it may be called here."""
        for part in children(element, *kinds):
            namespace, identifier = self.reference(part.get("href", ""))
            found = self.found[identifier]
            alias = self.file.aliases.get(namespace, "")
            imported = namespace != self.file.namespace
            yield Requirement(identifier, name_of(found), alias, other_names(found), imported)

    def references(self, element: etree._Element, *kinds: str) -> tuple[str, ...]:
        return tuple(self.reference(part.get("href", ""))[1] for part in children(element, *kinds))

    def reference(self, href: str) -> tuple[str, str]:
        """The namespace and the id, among all files, of what a reference points at."""
        namespace, _, identifier = href.rpartition("#")
        namespace = namespace or self.file.namespace
        unnamed = [uri for uri, alias in self.file.aliases.items() if not alias]
        for home in [namespace, *(unnamed if namespace == self.file.namespace else ())]:
            for key in self.keys_in(home, identifier):
                if key in self.found:
                    return home, key
        raise DecisionModelError(
            identifier or href, "模型中没有被引用的元素", "the element referred to is not in the model"
        )

    def keys_in(self, namespace: str, identifier: str) -> tuple[str, ...]:
        """What an id of a namespace is among all files: the asked model's own stand without a prefix."""
        if namespace in self.file.aliases:
            return f"{namespace}#{identifier}", identifier
        return (self.file.prefix + identifier,)


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
            return tuple(need.id for need in requires)
        case KnowledgeModel(requires=requires):
            # A knowledge model may call itself: it is a function, not a value.
            return tuple(need.id for need in requires if need.id != identifier)
        case DecisionService(outputs=outputs, encapsulated=encapsulated):
            return (*outputs, *encapsulated)
    return ()
