"""What a scenario may hold: the models that check it, their JSON Schema and the reference page made from them."""
