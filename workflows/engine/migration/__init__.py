"""Moving an instance at rest to another version of its process: what would happen, and doing it."""

from workflows.engine.migration.choices import choices_for
from workflows.engine.migration.forecast import Forecast, Place, forecast
from workflows.engine.migration.moving import CannotMove, move_to
from workflows.engine.migration.posture import posture

__all__ = ["CannotMove", "Forecast", "Place", "choices_for", "forecast", "move_to", "posture"]
