"""Citations: the pure arithmetic of indicators, and the integration matrix of countries."""
