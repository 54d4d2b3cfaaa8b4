"""The OAI-PMH 2.0 provider: other harvesters take the held works from here, as we take records from others."""
