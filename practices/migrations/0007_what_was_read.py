from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("practices", "0006_draft_notes"),
    ]

    operations = [
        migrations.AddField(
            model_name="recommendation",
            name="comments",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="step",
            name="language",
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name="step",
            name="revision",
            field=models.PositiveBigIntegerField(null=True),
        ),
    ]
