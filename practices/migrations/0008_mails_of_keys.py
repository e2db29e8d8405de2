from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("practices", "0007_what_was_read"),
    ]

    operations = [
        migrations.AddField(
            model_name="appeal",
            name="answer_language",
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name="key",
            name="mailed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="key",
            name="sending_since",
            field=models.DateTimeField(null=True),
        ),
    ]
