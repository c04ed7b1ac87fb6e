"""When is a word sure? One class a policy."""
