"""The two servers of the site, waitress and gunicorn, so that a slow client costs nobody else anything."""
