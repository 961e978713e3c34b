"""What a user might use: `matcher`, other solvers on the same integer programs, and ways without a solver."""

METHODS = {
    "matcher": "this program: a lawful start, the climb through the goals, and the exact proof",
    "highs": "HiGHS (through scipy) on each goal's integer program",
    "cbc": "CBC (through OR-Tools) on each goal's integer program",
    "cp-sat": "CP-SAT with its default settings on each goal's integer program",
    "flow": "min-cost flow (OR-Tools) over whole deployments by leaders' own days, where each costs the same",
    "networkx": "networkx's min-cost flow on the same network",
    "by-hand": "nearest leader first, in the order of priority",
    "greedy": "best score first",
}
EXACT = ("matcher", "highs", "cbc", "cp-sat")  # those that can prove

__all__ = ["EXACT", "METHODS"]
