"""The single checks: each looks at one text and says how sure it is, and where. Pure, no network and no clock."""
