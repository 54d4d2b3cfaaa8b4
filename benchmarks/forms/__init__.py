"""References rendered from invented metadata in the forms that journals print, with labels; all of it is generated."""
