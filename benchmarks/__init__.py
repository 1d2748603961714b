"""How fast ipbot is and how much memory it takes, beside others, in one run on one machine."""
