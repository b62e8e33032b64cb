"""Plain function: the usual form of a tool."""

from typing import Literal


def convert_temperature(value: float, unit: Literal["celsius", "fahrenheit"] = "celsius") -> dict[str, float]:
    """Converts a temperature between Celsius and Fahrenheit.

    Args:
        value: the temperature to convert.
        unit: the unit that the value is in.
    """
    if unit == "celsius":
        return {"celsius": value, "fahrenheit": value * 9 / 5 + 32}
    return {"celsius": (value - 32) * 5 / 9, "fahrenheit": value}
