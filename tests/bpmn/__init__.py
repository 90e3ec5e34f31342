"""The shipped diagrams, tables, forms and templates, read as the files they are."""
