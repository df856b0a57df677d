"""The acts of the desk over HTTP: one route for each, described by OpenAPI 3.1."""

from __future__ import annotations

from detente.api.application import application

__all__ = ["application"]
