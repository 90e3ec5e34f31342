"""Moving an instance at rest to another version of its process: what would happen, and doing it."""

from workflows.engine.migration.forecast import Forecast, Place, forecast
from workflows.engine.migration.moving import CannotMove, move_to

__all__ = ["CannotMove", "Forecast", "Place", "forecast", "move_to"]
