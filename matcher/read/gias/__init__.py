"""The DfE's Get Information About Schools: establishments, trusts, links, places, and what its codes mean."""
