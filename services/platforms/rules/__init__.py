"""Pure rules of platforms: fields of a card, questions, the five cases, what a shortlist must be."""
