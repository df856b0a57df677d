"""Acts of officers: drafted, cleared, released, received. The only room with clock, store, seal."""

from __future__ import annotations

from detente.desk.acts import ACTS, Act, perform
from detente.desk.node import make_node, open_node, start_node
from detente.desk.warning import raise_alerts
from detente.desk.workbench import Clock, SystemClock, Workbench

__all__ = [
    "ACTS",
    "Act",
    "Clock",
    "SystemClock",
    "Workbench",
    "make_node",
    "open_node",
    "perform",
    "raise_alerts",
    "start_node",
]
