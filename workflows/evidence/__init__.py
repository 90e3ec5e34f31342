"""What a task proves: which clauses it counts for, whose duty they are, and the rows the ledger reads."""
