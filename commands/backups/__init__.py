"""The office in one archive: database and attachments as they belong together, and the way back."""
