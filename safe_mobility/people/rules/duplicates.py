"""On what grounds two households may be one family.

A ground is a reason to look, never a verdict: families share phones, and twins a birthday.
"""

from enum import StrEnum


class Ground(StrEnum):
    DOCUMENT = "DOCUMENT"
    EMAIL = "EMAIL"
    PERSON = "PERSON"
    PHONE = "PHONE"
    SOUND = "SOUND"


# On these the earlier household is told; a name that merely sounds alike is for the office's eyes.
TELLING = frozenset({Ground.DOCUMENT, Ground.EMAIL, Ground.PERSON, Ground.PHONE})
