"""Where a person may live, for the one question that asks it: US states and territories, and elsewhere."""

from typing import Final

ELSEWHERE: Final = "other"

US_STATES: Final[dict[str, str]] = {
    f"US-{code}": name
    for code, name in (
        line.split(" ", 1)
        for line in """\
AL Alabama
AK Alaska
AZ Arizona
AR Arkansas
CA California
CO Colorado
CT Connecticut
DE Delaware
DC District of Columbia
FL Florida
GA Georgia
HI Hawaii
ID Idaho
IL Illinois
IN Indiana
IA Iowa
KS Kansas
KY Kentucky
LA Louisiana
ME Maine
MD Maryland
MA Massachusetts
MI Michigan
MN Minnesota
MS Mississippi
MO Missouri
MT Montana
NE Nebraska
NV Nevada
NH New Hampshire
NJ New Jersey
NM New Mexico
NY New York
NC North Carolina
ND North Dakota
OH Ohio
OK Oklahoma
OR Oregon
PA Pennsylvania
RI Rhode Island
SC South Carolina
SD South Dakota
TN Tennessee
TX Texas
UT Utah
VT Vermont
VA Virginia
WA Washington
WV West Virginia
WI Wisconsin
WY Wyoming
AS American Samoa
GU Guam
MP Northern Mariana Islands
PR Puerto Rico
VI U.S. Virgin Islands""".splitlines()
    )
}

CHOICES: Final[tuple[tuple[str, str], ...]] = (*US_STATES.items(), (ELSEWHERE, "Outside the United States"))


def place_name(code: str) -> str:
    """`US-CA` as `California`; a code without a name here comes back as it is."""
    return dict(CHOICES).get(code, code)
