from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0003_job_runs'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='recueilimage',
            index=models.Index(fields=['file'], name='image_by_file'),
        ),
        migrations.AddIndex(
            model_name='recueilrendition',
            index=models.Index(fields=['file'], name='rendition_by_file'),
        ),
    ]
