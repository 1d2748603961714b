"""What a check came to, as files that people pass on: a page to mail, annotations for a newsroom's CI."""
