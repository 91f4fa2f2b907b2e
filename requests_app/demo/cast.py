"""The invented people who ask. Nobody here exists: numbers are of the range kept for fiction, mail of `.example`."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody who asks, and where they can be reached."""

    name: str
    phone: str
    address: str

    @property
    def email(self) -> str:
        return f"{self.name.lower().replace(' ', '.')}@mail.example"


_PLAYERS: Final = (
    # who write to Prospect Medical
    Player("Rosa Delgado", "(559) 555-0101", "1840 Alder Lane, Fresno, CA 93701"),
    Player("Brian Whitfield", "(310) 555-0102", "22 Canyon View, Culver City, CA 90230"),
    Player("Priya Raman", "(408) 555-0103", "415 Linden Court, San Jose, CA 95112"),
    Player("Caleb Winters", "(213) 555-0104", "9 Orchard Street, Los Angeles, CA 90012"),
    Player("Denise Marchetti", "(714) 555-0105", "731 Palm Row, Santa Ana, CA 92701"),
    Player("Walter Kim", "(213) 555-0106", "60 Juniper Place, Los Angeles, CA 90005"),
    Player("Tamika Ellis", "(323) 555-0107", "1207 Harbor Lane, Los Angeles, CA 90044"),
    Player("Joao Ferreira", "(562) 555-0108", "88 Magnolia Drive, Bellflower, CA 90706"),
    Player("Anita Gupta", "(626) 555-0109", "5 Garnet Way, Pasadena, CA 91101"),
    Player("Helen Vanderberg", "(661) 555-0110", "310 Mesa Road, Bakersfield, CA 93301"),
    Player("Marcus Oyelaran", "(213) 555-0111", "47 Cedar Steps, Los Angeles, CA 90026"),
    Player("June Solberg", "(775) 555-0112", "19 Silver Creek, Reno, NV 89501"),
    Player("Kwame Mensah", "(310) 555-0113", "640 Bluff Street, Torrance, CA 90501"),
    Player("Lucia Brandt", "(909) 555-0114", "2 Vineyard Close, Ontario, CA 91761"),
    Player("Matt Oconnell", "(415) 555-0115", "1190 Fog Hill, San Francisco, CA 94110"),
    Player("Noor Haddad", "(818) 555-0116", "77 Walnut Grove, Burbank, CA 91501"),
    Player("Peter Orsini", "(805) 555-0117", "14 Lagoon Road, Ventura, CA 93001"),
    Player("Dana Whitlock", "(916) 555-0118", "Suite 4, 300 Consumer Row, Sacramento, CA 95814"),
    Player("Ruth Halloran", "(213) 555-0119", "501 Ivy Terrace, Los Angeles, CA 90004"),
    Player("Sun Hee Park", "(213) 555-0120", "33 Persimmon Lane, Los Angeles, CA 90006"),
    Player("Theo Moreau", "(310) 555-0121", "8 Wharf Street, Culver City, CA 90232"),
    Player("Uma Kirk", "(760) 555-0122", "12 Agave Trail, Indio, CA 92201"),
    Player("Elena Castillo", "(323) 555-0123", "909 Rosewood Street, Los Angeles, CA 90063"),
    Player("Gordon Blake", "(707) 555-0124", "6 Redwood Turn, Santa Rosa, CA 95401"),
    Player("Yolanda Price", "(951) 555-0125", "254 Citrus Path, Riverside, CA 92501"),
    Player("Viktor Salonen", "(213) 555-0126", "1 Market Square, Los Angeles, CA 90013"),
    Player("Abby Nguyen", "(657) 555-0127", "418 Poppy Lane, Garden Grove, CA 92840"),
    Player("Frank Delaney", "(213) 555-0128", "73 Olive Court, Los Angeles, CA 90031"),
    # who write to Kaiser Permanente
    Player("Anselm Whitcombe", "(510) 555-0151", "70 Lakeshore Steps, Oakland, CA 94606"),
    Player("Keiko Takahashi", "(925) 555-0152", "21 Maple Crossing, Concord, CA 94520"),
    Player("Carl Eriksen", "(503) 555-0153", "1603 Fern Street, Portland, OR 97209"),
    Player("Dolores Fuentes", "(619) 555-0154", "38 Alder Lane, San Diego, CA 92104"),
    Player("Emeka Obi", "(301) 555-0155", "9 Dogwood Court, Rockville, MD 20850"),
    Player("Fiona Boyle", "(510) 555-0156", "144 Terrace View, Berkeley, CA 94704"),
    Player("Gus Petrov", "(303) 555-0157", "82 Aspen Way, Denver, CO 80203"),
    Player("Hattie Vasquez", "(209) 555-0158", "5 Levee Road, Stockton, CA 95202"),
    Player("Ian Castell", "(404) 555-0159", "277 Peachtree Bend, Atlanta, GA 30303"),
    Player("Joan Lindgren", "(916) 555-0160", "65 Riverbank, Sacramento, CA 95818"),
    Player("Kalani Akana", "(808) 555-0161", "12 Plumeria Place, Honolulu, HI 96814"),
    Player("Lester Freeman", "(510) 555-0162", "390 Foothill Row, Hayward, CA 94541"),
    Player("Mireille Dubois", "(415) 555-0163", "17 Sutro Lane, San Francisco, CA 94117"),
    Player("Nick Underhill", "(206) 555-0164", "804 Harbor Steps, Seattle, WA 98101"),
    Player("Olive Barrera", "(408) 555-0165", "56 Almond Drive, San Jose, CA 95125"),
    Player("Philip Lund", "(510) 555-0166", "29 Grand Steps, Oakland, CA 94610"),
    Player("Tess Mbeki", "(707) 555-0167", "311 Marina Walk, Vallejo, CA 94590"),
    Player("Sera Holt", "(213) 555-0168", "1 Market Square, Los Angeles, CA 90013"),
    Player("Ramon Ibarra", "(559) 555-0169", "45 Fig Orchard, Fresno, CA 93706"),
    Player("Grace Liu", "(650) 555-0170", "18 Willow Court, Redwood City, CA 94061"),
    Player("Bill Hargrove", "(951) 555-0171", "702 Mission Inn Way, Riverside, CA 92501"),
    Player("Carol Iverson", "(408) 555-0172", "61 Quince Street, San Jose, CA 95126"),
)

CAST: Final = {player.name: player for player in _PLAYERS}
