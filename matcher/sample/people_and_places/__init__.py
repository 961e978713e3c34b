"""The invented England: its schools, trusts, inspections and leaders, and what happened to them."""
