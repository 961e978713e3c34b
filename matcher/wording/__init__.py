"""How facts are worded for people: typed messages, the one wording of each fact, and how money and distances look."""
