"""The studio: staff draw drafts, hand them in as change requests, and others decide whether to publish."""
