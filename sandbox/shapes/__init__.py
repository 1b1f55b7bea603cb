"""What REST and webhooks tell of every record: the JSON that GitHub describes, built from the world."""
