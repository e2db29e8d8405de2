from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('practices', '0003_draft_file'),
    ]

    operations = [
        migrations.AddField(
            model_name='concern',
            name='answer_language',
            field=models.CharField(blank=True, max_length=10, verbose_name='language of the answer'),
        ),
    ]
