"""The library that is shipped, and forms of it."""

from collections.abc import Callable

import pytest

import detente
from detente.instruments import Library
from detente.notifications import Blank, blank

Form = Callable[[str], Blank]


@pytest.fixture(scope="session")
def library() -> Library:
    """The library that is shipped, read once."""
    return detente.library()


@pytest.fixture(scope="session")
def form(library: Library) -> Form:
    """Take a blank form by its name."""
    return lambda name: blank(library, name)
