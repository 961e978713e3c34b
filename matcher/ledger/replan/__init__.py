"""From decisions to the next proposal: what is kept, ruled out, held or offered, and what a re-run changed."""
