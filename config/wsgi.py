"""The application of one web process; which one, `DJANGO_SETTINGS_MODULE` says.

A worker proves at its start that it reaches both databases as a limited role, and ends
otherwise: a wrong role must not wait for the first visitor to be found.
"""

from django.core.wsgi import get_wsgi_application
from django.db import connections

application = get_wsgi_application()

for connection in connections.all():
    connection.ensure_connection()
    connection.close()
