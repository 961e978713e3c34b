"""How the coast that the package ships is made; run by hand, never by the program."""
