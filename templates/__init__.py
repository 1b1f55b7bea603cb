"""Every text that a person reads, one Jinja2 file per document."""
