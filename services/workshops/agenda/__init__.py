"""The agenda: pure rules that find when people can meet; values in, values out, no clock, no I/O."""
