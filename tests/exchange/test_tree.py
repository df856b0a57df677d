"""The tree of the log: the RFC's definition, published values, every proof up to size 130."""

from __future__ import annotations

from functools import cache
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import ProofError
from detente.exchange.check.tree import (
    EMPTY,
    Frontier,
    check_consistency,
    check_inclusion,
    leaf_hash,
)
from detente.exchange.tree import append, consistency, frontier, inclusion, root
from tests.exchange import slow_tree

MOST = 130

# The eight leaves with which Certificate Transparency tests its trees, and the roots at each size
# (transparency-dev/merkle, testonly/constants.go; google/certificate-transparency,
# merkletree/merkle_tree_test.cc).
CT_LEAVES = [
    bytes.fromhex(each)
    for each in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
CT_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


class Grown:
    """A tree grown leaf by leaf, with its nodes kept in memory."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.nodes: dict[tuple[int, int], bytes] = {}
        for size, data in enumerate(leaves):
            for level, index, found in append(size, leaf_hash(data), self.node):
                assert (level, index) not in self.nodes
                self.nodes[level, index] = found

    def node(self, level: int, index: int) -> bytes:
        return self.nodes[level, index]


LEAVES = [f"entry {each}".encode() for each in range(MOST)]
TREE = Grown(LEAVES)


@cache
def slow_root(size: int) -> bytes:
    return slow_tree.head(LEAVES[:size])


@pytest.mark.parametrize("size", range(9))
def test_the_published_trees_of_certificate_transparency(size: int) -> None:
    tree = Grown(CT_LEAVES)
    assert root(size, tree.node).hex() == CT_ROOTS[size]


def test_the_empty_tree_is_that_of_rfc_6962_2_1() -> None:
    assert sha256(b"").digest() == EMPTY
    assert Frontier().root() == EMPTY


def test_every_root_up_to_130_is_the_recursive_one() -> None:
    grown = Frontier()
    for size in range(MOST + 1):
        assert root(size, TREE.node) == grown.root() == slow_root(size)
        assert frontier(size, TREE.node) == grown.hashes
        if size < MOST:
            grown.add(leaf_hash(LEAVES[size]))


def test_every_inclusion_proof_up_to_130_is_the_recursive_one_and_holds() -> None:
    for size in range(1, MOST + 1):
        for index in range(size):
            path = inclusion(index, size, TREE.node)
            assert path == slow_tree.path(index, LEAVES[:size])
            check_inclusion(leaf_hash(LEAVES[index]), index, size, path, slow_root(size))


def test_every_consistency_proof_up_to_130_is_the_recursive_one_and_holds() -> None:
    for new in range(MOST + 1):
        for old in range(new + 1):
            path = consistency(old, new, TREE.node)
            if 0 < old < new:
                assert path == slow_tree.proof(old, LEAVES[:new])
            check_consistency(old, slow_root(old), new, slow_root(new), path)


def holds(*proof: object) -> bool:
    check = check_inclusion if isinstance(proof[0], bytes) else check_consistency
    try:
        check(*proof)  # type: ignore[arg-type]  # the two take different parts
    except ProofError:
        return False
    return True


def spoilt(path: list[bytes]) -> list[list[bytes]]:
    """The ways in which a proof is spoilt: one bit, one hash less or more, two swapped."""
    flipped = [
        [*path[:at], bytes([path[at][0] ^ 1]) + path[at][1:], *path[at + 1 :]]
        for at in range(len(path))
    ]
    swapped = [[*path[:at], path[at + 1], path[at], *path[at + 2 :]] for at in range(len(path) - 1)]
    longer = [[*path, EMPTY], [EMPTY, *path], [*path, *path[-1:]]]
    return flipped + swapped + [path[1:], path[:-1], *longer]


def test_no_spoilt_inclusion_proof_holds_up_to_33() -> None:
    for size in range(1, 34):
        for index in range(size):
            path, leaf = inclusion(index, size, TREE.node), leaf_hash(LEAVES[index])
            good = slow_root(size)
            for wrong in spoilt(path):
                if wrong != path:
                    assert not holds(leaf, index, size, wrong, good)
            for other in range(-1, size + 1):
                assert holds(leaf, other, size, path, good) is (other == index)
            assert not holds(leaf_hash(b"another"), index, size, path, good)
            assert not holds(leaf, index, size, path, slow_root(size + 1))


def test_no_spoilt_consistency_proof_holds_up_to_33() -> None:
    for new in range(1, 34):
        for old in range(1, new + 1):
            path = consistency(old, new, TREE.node)
            for wrong in spoilt(path):
                if wrong != path:
                    assert not holds(old, slow_root(old), new, slow_root(new), wrong)
            assert not holds(old, slow_root(old + 1), new, slow_root(new), path)
            assert not holds(old, slow_root(old), new, slow_root(new + 1), path)


@given(st.lists(st.binary(max_size=40), max_size=40), st.data())
def test_a_tree_that_changed_one_leaf_is_not_the_growth_of_the_old(
    leaves: list[bytes], data: st.DataObject
) -> None:
    leaves = [*leaves, b"last"]
    old = data.draw(st.integers(1, len(leaves)))
    at = data.draw(st.integers(0, old - 1))
    changed = [*leaves[:at], leaves[at] + b"!", *leaves[at + 1 :]]
    tree = Grown(changed)
    path = consistency(old, len(leaves), tree.node)
    was, now = slow_tree.head(leaves[:old]), slow_tree.head(changed)
    assert not holds(old, was, len(leaves), now, path)


@given(
    st.integers(-2, 70),
    st.integers(-2, 70),
    st.lists(st.binary(min_size=32, max_size=32), max_size=8),
)
def test_any_proof_is_refused_or_holds_and_nothing_else(
    one: int, two: int, path: list[bytes]
) -> None:
    assert not holds(slow_root(3), one, two, path, slow_root(5))
    assert isinstance(holds(one, slow_root(3), two, slow_root(5), path), bool)


def test_a_proof_of_what_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no leaf 3 in a tree of 3"):
        inclusion(3, 3, TREE.node)
    with pytest.raises(ValueError, match="is not how one of 3 begins"):
        consistency(4, 3, TREE.node)
    with pytest.raises(ProofError, match="complete parts"):
        Frontier(3, [EMPTY])
