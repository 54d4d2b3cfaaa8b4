"""How servers are asked: politeness, patience, and which addresses may be asked at all."""
