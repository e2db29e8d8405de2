"""The table behind the cache that all processes share: limits on signing in and writing are counted there."""
from typing import Any

from django.core.management import call_command
from django.db import migrations


def create(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("core", "0002_clean_files")]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
