"""A season: all the workshops of several territories planned at once; values in, values out, no I/O."""
