"""The checks of `terreau doctor`, a module each: what Terreau stands on, looked at without changing it."""
