"""A column of a DfE file: GIAS's `SchoolCapacity`, as `places` of a school."""

from __future__ import annotations

from tests.walks.walk import Step, Walk, before

READ = """def test_reads_the_places_of_a_school(tmp_path: Path) -> None:
    row = an_establishment(SchoolCapacity="420")
    assert read(establishments=a_gias_file(tmp_path, row)).schools["100001"].places == 420


# establishments in the full layout
"""

DATACLASS = "@dataclass(frozen=True, slots=True, kw_only=True)"
GIAS = "tests/read/test_gias.py"
WALK = Walk(
    "A column of a DfE or Ofsted file",
    (
        Step(
            "the heading of every year's file and from cell to value",
            "matcher/read/gias/establishments.py",
            (
                (
                    '    "pupils": ("NumberOfPupils",),\n',
                    '    "pupils": ("NumberOfPupils",),\n    "places": ("SchoolCapacity",),\n',
                ),
                (
                    '        "pupils": columns.parse("pupils", cells.whole),\n',
                    '        "pupils": columns.parse("pupils", cells.whole),\n'
                    '        "places": columns.parse("places", cells.whole),\n',
                ),
            ),
            tests=(GIAS,),
            says=r"assert None == 420",
        ),
        Step(
            'the field, with `added("...")`',
            "matcher/domain/bodies.py",
            (
                before(
                    f"    source: str = provenance()\n\n\n{DATACLASS}\nclass Trust:",
                    '    places: int | None = added("2026-11-29")\n',
                ),
            ),
            tests=(GIAS,),
            says=r"School.*unexpected keyword argument 'places'",
        ),
        Step("your test", GIAS, (("# establishments in the full layout\n", READ),)),
        Step(
            "examples",
            "tests/complete_facts.py",
            (("            rural=False,\n", "            rural=False,\n            places=420,\n"),),
            tests=("tests/test_digest.py",),
            says=r"fill in tests/complete_facts\.py: School\.places",
        ),
    ),
    at_most=4,
    quick=(GIAS, "tests/formats/test_hashed_fields.py", "tests/test_digest.py"),
    tests=("tests/read/test_sealed.py", "tests/test_kept_files.py"),
)
