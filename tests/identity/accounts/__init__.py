"""Single sign-on against real providers, and provisioning."""
