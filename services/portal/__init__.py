"""The face of the house: server-rendered pages for the programme team, a JSON API for machines, and sign-in.

It asks the other rooms by contract (`office.py`) and keeps nothing but its own sign-in: accounts, one-time links,
sessions and API tokens. It tells no event; it hears `person-erased`, to blank an account that stood for that person.
"""
