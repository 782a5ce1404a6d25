"""People across the library: one entry per person, and whom a name in a question means."""

from rag.people.meant import Meant, People
from rag.people.persons import Person, people_of

__all__ = ["Meant", "People", "Person", "people_of"]
