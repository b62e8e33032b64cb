"""The HTTP entry point: assembles the rooms' routers, authentication, problem rendering and the workbench."""
