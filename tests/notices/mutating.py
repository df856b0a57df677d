"""Messages spoilt as transmission and typing spoil them: for the tests and the long run."""

from __future__ import annotations

import random
from collections.abc import Sequence

_SIGNS = "0123456789NSEWZ-.,/()[]&;:'\"\n\r\t °ЮСВЗ–АБ\x00\u2028"


def mutated(text: str, others: Sequence[str], chance: random.Random) -> str:
    """Spoil a message a few times.

    Args:
        text: the message.
        others: messages of which parts may be put in.
        chance: where chance comes from.
    """
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(text) + 1)
        upto = min(len(text), at + chance.randint(0, 12))
        match chance.randrange(8):
            case 0:
                text = text[:at] + text[upto:]
            case 1:
                text = text[:at] + chance.choice(_SIGNS) + text[at:]
            case 2:
                text = text[:at] + chance.choice(_SIGNS) + text[upto:]
            case 3:
                text = text[:at] + text[at:upto] * chance.randint(2, 5) + text[upto:]
            case 4:
                other = chance.choice(others)
                begin = chance.randrange(len(other) + 1)
                text = text[:at] + other[begin : begin + chance.randint(1, 80)] + text[at:]
            case 5:
                text = " ".join(text.split())
            case 6:
                text = text[:at]
            case _:
                text = text.replace(chance.choice("0123456789"), chance.choice("0123456789"), 3)
    return text[:6000]
