"""What administrators decide about accounts, and what accounts subscribe to, over the portal’s own tables."""
