from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("practices", "0009_block_place"),
    ]

    operations = [
        migrations.AddField(
            model_name="key",
            name="digest",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="freshness",
            name="ended_year",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
    ]
