"""A server of the official SDK whose tools ask in the middle of a call: people by forms, models by prompts."""

from __future__ import annotations

from typing import Annotated, Any

from mcp.server.elicitation import AcceptedElicitation, ElicitationResult
from mcp.server.mcpserver import Context, Elicit, MCPServer, Resolve, Sample
from mcp_types import CreateMessageResult, SamplingMessage, TextContent
from pydantic import BaseModel, Field


class Seat(BaseModel):
    """Where somebody wants to sit."""

    row: int = Field(ge=1, le=30, title="Row")
    window: bool = False


class Sure(BaseModel):
    """The last word."""

    sure: bool


class Note(BaseModel):
    """What is written down."""

    text: str


class Login(BaseModel):
    """What must never be asked with a form."""

    user: str
    password: str


async def ask_seat(city: str) -> Elicit[Seat]:
    """Ask where somebody wants to sit."""
    return Elicit(f"Which seat to {city}?", Seat)


async def ask_sure(seat: Annotated[ElicitationResult[Seat], Resolve(ask_seat)]) -> Elicit[Sure] | Sure:
    """Ask again, once there is a seat."""
    return Elicit("Really?", Sure) if isinstance(seat, AcceptedElicitation) else Sure(sure=False)


async def ask_login() -> Elicit[Login]:
    """Ask for a password."""
    return Elicit("Sign in, please.", Login)


async def slogan_of(about: str) -> Sample:
    """Have a model write."""
    text = TextContent(type="text", text=f"A slogan about {about}.")
    return Sample([SamplingMessage(role="user", content=text)], max_tokens=5_000, system_prompt="Be short.")


async def first_text() -> Sample:
    """Have a model write."""
    return Sample([SamplingMessage(role="user", content=TextContent(type="text", text="One."))], max_tokens=10)


async def second_text() -> Sample:
    """Have a model write again."""
    return Sample([SamplingMessage(role="user", content=TextContent(type="text", text="Two."))], max_tokens=10)


def asking_server(calls: list[str]) -> MCPServer[Any]:
    """Return the server; ``calls`` gets what its tools did."""
    server: MCPServer[Any] = MCPServer("asking")

    @server.tool()
    async def book(
        city: str,
        seat: Annotated[ElicitationResult[Seat], Resolve(ask_seat)],
        sure: Annotated[ElicitationResult[Sure], Resolve(ask_sure)],
    ) -> str:
        """Book a seat."""
        if not isinstance(seat, AcceptedElicitation):
            calls.append(seat.action)
            return f"nothing booked: {seat.action}"
        if not isinstance(sure, AcceptedElicitation) or not sure.data.sure:
            calls.append("not sure")
            return "nothing booked: not sure"
        calls.append(f"{city} {seat.data.row}")
        return f"booked row {seat.data.row} to {city}"

    @server.tool()
    async def sign_in(login: Annotated[Login, Resolve(ask_login)]) -> str:
        """Ask for what must not be asked."""
        calls.append(login.password)
        return "thank you"

    @server.tool()
    async def advertise(about: str, slogan: Annotated[CreateMessageResult, Resolve(slogan_of)]) -> str:
        """Have a slogan written."""
        calls.append(about)
        return f"{slogan.model}: {slogan.content.text}"  # type: ignore[union-attr] # asked for text

    @server.tool()
    async def pay(ctx: Context[Any]) -> str:
        """Send a person to a page."""
        answer = await ctx.elicit_url("Pay there.", "https://pay.example.org/42", "e-42")
        calls.append(answer.action)
        return f"paid: {answer.action}"

    @server.tool()
    async def note(ctx: Context[Any]) -> str:
        """Write down what a person says."""
        answer = await ctx.elicit("What shall I write?", Note)
        if isinstance(answer, AcceptedElicitation):
            calls.append(answer.data.text)
        return "done"

    @server.tool()
    async def compare(
        first: Annotated[CreateMessageResult, Resolve(first_text)],
        second: Annotated[CreateMessageResult, Resolve(second_text)],
    ) -> str:
        """Have two texts written."""
        return f"{first.model} {second.model}"

    @server.tool()
    async def many(ctx: Context[Any]) -> str:
        """Ask the same question again and again."""
        said = [await ctx.elicit("Another?", Sure) for _ in range(2)]
        calls.append("many")
        return f"said {[one.data.sure if isinstance(one, AcceptedElicitation) else one.action for one in said]}"

    return server
