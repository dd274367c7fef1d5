"""What every room speaks: events, contracts, messaging, storage, the French calendar, time, settings, logs."""
