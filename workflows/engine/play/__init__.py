"""Playing a diagram through: in memory, on a simulated clock, with answers given beforehand.

`play(xml, script, now)` says what happened and where it ended; nothing is stored, nothing outside is touched.
"""

from workflows.engine.play.ending import Played, TraceLine
from workflows.engine.play.script import Script, Signalled, Told
from workflows.engine.play.stage import MAX_STEPS, play

__all__ = ["MAX_STEPS", "Played", "Script", "Signalled", "Told", "TraceLine", "play"]
