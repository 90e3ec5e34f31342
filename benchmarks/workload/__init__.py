"""What the measurements share: the office and its process, the bare rows beside it, plain SpiffWorkflow,
figures."""
