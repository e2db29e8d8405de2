from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('practices', '0011_outcome_source'),
    ]

    operations = [
        migrations.AddField(
            model_name='remit',
            name='weekly',
            field=models.BooleanField(default=True, verbose_name='digest of the week, on Mondays'),
        ),
    ]
