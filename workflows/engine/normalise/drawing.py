"""What is no part of this process's run goes before parsing: the picture, and the file's other processes.

The stock parser orders an exclusive gateway's branches by their height in the picture and reads numbers
out of it.
"""

from __future__ import annotations

from lxml import etree

from workflows.engine.vocabulary import BPMN_DIAGRAM, children


def keep_the_process_alone(root: etree._Element, process: etree._Element) -> None:
    """Remove diagrams, collaborations and other processes from the copy being compiled."""
    pictures = root.findall(f"{{{BPMN_DIAGRAM}}}BPMNDiagram")
    others = [other for other in children(root, "process", "collaboration") if other is not process]
    for element in [*pictures, *others]:
        root.remove(element)
