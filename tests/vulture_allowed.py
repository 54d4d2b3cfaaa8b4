"""What vulture takes for dead and is not, under who uses it. tests/test_dead_code.py finds lines left over."""

# ruff: noqa: B018, F821

# Jinja templates read it
_.weak_limit
_.sources_of_place
_.last_run_at
_.own_name
_.city_name
_.hexadecimal
_.add_url
_.other_title
_.more_authors
_.LANGUAGE_BASES
_.VETOES

# a field that is written whole, to a table or as JSON, or shown whole
_.fields_given
_.changed_at
_.works_by_type
_.references_matched
_.unmatched_by_reason
_.platform
_.did_you_mean
_.understood
_.homepage  # `eaci sources show`
_.grnti  # table_mapping reads its fields by name
_.udc
_.observer  # a fact of countries.toml, which is read strictly

# named in settings of Scrapy, gunicorn or waitress
_.AddressMiddleware
_.GuardedResolver
_.BoundedHandler
_.BoundedRobots
_.ResidentMemoryUsage
_.PatientRetry
_.PatientWorker
_.parser_class
_.channel_class
_.application

# a library reads the attribute or calls the method
_.max_form_memory_size
_._update_remember_cookie
_.session_interface
_.isolation_level  # psycopg and sqlite3
_.handlers  # logging
_.handleError
_.pool_classes_by_scheme  # urllib3
_.trust_env  # requests
_.max_redirects
_.buildProtocol  # Twisted
_.addr
_._factory
_.session_protection  # Flask and its extensions
_.request_class
_.lstrip_blocks
_.trim_blocks
_.no_cache
_.regex
_.to_python
_.list_commands  # click
_.get_command
_.format_commands
_.set_header  # rispy
_.search_errors  # Babel
_.comment_tags
_.set_exemplar  # prometheus_client
_.get_exemplar
_.exemplar
_.ValueClass
_.collect
_.nr_conns  # gunicorn
_._safe_to_dynamically_spawn_children  # concurrent.futures

# the plain definition beside the fast one: tests compare the two
_.parse_reference
_.CHECKED  # which columns `eaci check` derives once more
_.reject  # of approvals, without the figures of turn_down
