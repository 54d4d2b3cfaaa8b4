"""Which records and works are compared: keys, their strength, their tables and lists, and who shares enough of them."""
