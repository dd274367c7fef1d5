"""Pure rules of the diagnostic: which structure an interview is with, what a row says, how structures stand."""
