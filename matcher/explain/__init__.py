"""Why: every answer here is worked out from the same rows and rules that decided, never made up afterwards."""
