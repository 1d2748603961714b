"""What each verb calls and what it prints; a module is loaded when its verb is used."""
