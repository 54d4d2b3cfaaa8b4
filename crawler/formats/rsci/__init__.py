"""Issues as RSCI takes them: Articulus, Metafora and other exporters."""
