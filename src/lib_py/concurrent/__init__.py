"""The package of `concurrent.futures`; nothing of its own."""
