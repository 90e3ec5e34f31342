"""The board (看板): the secretariat's cockpit over all matters."""

from . import bulk, cockpit, unit_dates
from .blueprint import blueprint

__all__ = ["blueprint", "bulk", "cockpit", "unit_dates"]
