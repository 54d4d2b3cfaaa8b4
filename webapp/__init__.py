"""The site for scholars, administrators and universities, and the command-line program."""
