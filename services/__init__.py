"""The rooms of the house: seven services and the command that starts them."""
