"""What the outside sees of a tenant."""

from pydantic import BaseModel, ConfigDict

from charter.core.ids import TenantId


class TenantRead(BaseModel):
    """A tenant."""

    model_config = ConfigDict(from_attributes=True)
    id: TenantId
    slug: str
    name: str
    state: str
    time_zone: str
