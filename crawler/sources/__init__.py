"""What a source is: the TOML files of the built-in ones, how they are read, written and probed."""
