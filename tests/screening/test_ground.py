"""How lines are put in order, so that no two threads ask one: also where there are very many."""

import numpy as np
import pytest

from detente.screening.ground import _small


@pytest.mark.parametrize("count", [65_535, 65_536, 70_000])
def test_places_sort_alike_in_few_bytes(count: int) -> None:
    places = np.array([count - 1, 3, 65_534, 3, 0])
    few = _small(places, count)
    assert few.tolist() == places.tolist()
    assert few.itemsize == (2 if count <= 65_535 else places.itemsize)
