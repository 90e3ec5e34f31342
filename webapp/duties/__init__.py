"""The responsibility list (清单), clause by clause, what runs for each, and the ledger of duties done."""

from . import ledger, routes
from .blueprint import blueprint

__all__ = ["blueprint", "ledger", "routes"]
