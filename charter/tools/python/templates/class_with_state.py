"""Class with state: steps that share something. It is made anew for each call; nothing stays between calls."""

from dataclasses import dataclass


@dataclass
class Line:
    """One line of an order."""

    name: str
    price: float
    quantity: int = 1


class PriceOrder:
    """Adds up an order and grants a discount."""

    def __init__(self) -> None:
        self.total = 0.0
        self.notes: list[str] = []

    def _add(self, line: Line) -> None:
        self.total += line.price * line.quantity
        if line.quantity >= 10:
            self.notes.append(f"{line.name}: ask for a better price")

    def run(self, lines: list[Line], discount: float = 0.0) -> dict[str, float | list[str]]:
        """Adds up an order.

        Args:
            lines: what is ordered.
            discount: part of the price that is taken off, from 0 to 1.
        """
        for line in lines:
            self._add(line)
        return {"total": round(self.total * (1 - discount), 2), "notes": self.notes}
