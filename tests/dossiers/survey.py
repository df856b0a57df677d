"""What the tests look at in a page: its elements in order, with their attributes and text."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br"}


@dataclass
class Element:
    """One element of a page."""

    tag: str
    attributes: dict[str, str]
    inside: tuple[str, ...]
    text: str = field(default="")


class Page(HTMLParser):
    """A page taken apart."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.unclosed: list[Element] = []
        self.stray: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        element = Element(tag, attributes, tuple(each.tag for each in self.unclosed))
        self.elements.append(element)
        if tag not in VOID:
            self.unclosed.append(element)

    def handle_endtag(self, tag: str) -> None:
        if not self.unclosed or self.unclosed[-1].tag != tag:
            self.stray.append(tag)
        else:
            self.unclosed.pop()

    def handle_data(self, data: str) -> None:
        for element in self.unclosed:
            element.text += data

    def all(self, *tags: str) -> list[Element]:
        """Every element with one of these tags, in order."""
        return [element for element in self.elements if element.tag in tags]

    def words(self, element: Element) -> str:
        """The text of an element with its blanks brought together."""
        return " ".join(element.text.split())
