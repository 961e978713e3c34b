"""Ofsted's files on state-funded schools, 2015 to 2026: judgements, their order, and what its codes mean."""
