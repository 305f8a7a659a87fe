"""Who sees a community, who belongs to it, how one gets in, when it meets."""

import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('communities', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="communitypage",
            options={
                "permissions": [("open_community", "Can open a community")],
                "verbose_name": "community",
                "verbose_name_plural": "communities",
            },
        ),
        migrations.AddField(
            model_name='communitypage',
            name='archived_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='communitypage',
            name='charter',
            field=wagtail.fields.RichTextField(blank=True, help_text='What members promise each other: how one speaks, cites, decides.', verbose_name='charter'),
        ),
        migrations.AddField(
            model_name='communitypage',
            name='collection',
            field=models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='community', to='wagtailcore.collection'),
        ),
        migrations.AddField(
            model_name='communitypage',
            name='expert_step',
            field=models.BooleanField(default=False, help_text='After the people who review, one expert of the community accepts the page.', verbose_name='an expert reads each page before it is published'),
        ),
        migrations.AddField(
            model_name='communitypage',
            name='joining',
            field=models.CharField(choices=[('open', 'Open: whoever wants to joins'), ('request', 'On request: a facilitator accepts'), ('invitation', 'By invitation only')], default='request', max_length=12, verbose_name='how one joins'),
        ),
        migrations.AddField(
            model_name='communitypage',
            name='merged_into',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged_from', to='communities.communitypage'),
        ),
        migrations.AddField(
            model_name='communitypage',
            name='restriction',
            field=models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.pageviewrestriction'),
        ),
        migrations.AddField(
            model_name='communitypage',
            name='rituals',
            field=wagtail.fields.RichTextField(blank=True, help_text='What comes back: a meeting each month, a letter each quarter.', verbose_name='rituals'),
        ),
        migrations.AddField(
            model_name='communitypage',
            name='visibility',
            field=models.CharField(choices=[('public', 'Public: anyone reads it'), ('internal', 'Internal: people who have signed in'), ('restricted', 'Restricted: listed, members read it'), ('hidden', 'Hidden: only its members know of it')], default='public', help_text='Holds for its pages, its pictures and its documents.', max_length=12, verbose_name='who sees it'),
        ),
        migrations.CreateModel(
            name='Gathering',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('starts_at', models.DateTimeField(verbose_name='begins')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='ends')),
                ('place', models.CharField(blank=True, help_text='A room, or the address of the video call.', max_length=200, verbose_name='place')),
                ('notes', models.TextField(blank=True, max_length=2000, verbose_name='what it is about')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gatherings', to='communities.communitypage')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'meeting',
                'verbose_name_plural': 'meetings',
                'ordering': ['starts_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('secret_digest', models.CharField(max_length=64, unique=True)),
                ('email', models.EmailField(blank=True, help_text='Only the account with this address can use it; empty: whoever has the link.', max_length=254, verbose_name='e-mail address')),
                ('role', models.CharField(choices=[('facilitator', 'facilitator'), ('expert', 'expert'), ('ambassador', 'ambassador'), ('manager', 'manager'), ('member', 'member')], default='member', max_length=20, verbose_name='role')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('expires_at', models.DateTimeField(verbose_name='valid until')),
                ('max_uses', models.PositiveIntegerField(default=1, verbose_name='how many people may use it')),
                ('uses', models.PositiveIntegerField(default=0)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='communities.communitypage')),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
            },
        ),
        migrations.CreateModel(
            name='CommunityGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('members', 'members'), ('editors', 'editors'), ('facilitators', 'facilitators')], max_length=20)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='community_groups', to='communities.communitypage')),
                ('group', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='community_group', to='auth.group')),
            ],
            options={
                'verbose_name': 'group of a community',
                'verbose_name_plural': 'groups of communities',
                'constraints': [models.UniqueConstraint(fields=('community', 'kind'), name='communities_one_group_of_a_kind')],
            },
        ),
        migrations.CreateModel(
            name='JoinRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message', models.TextField(blank=True, help_text='What you do, and what you would like to learn or bring.', max_length=1000, verbose_name='a word to the facilitators')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('accepted', 'accepted'), ('declined', 'declined'), ('withdrawn', 'withdrawn')], default='waiting', max_length=10)),
                ('asked_at', models.DateTimeField(auto_now_add=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.TextField(blank=True, max_length=1000, verbose_name='a word to the person')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='join_requests', to='communities.communitypage')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='join_requests', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'request to join',
                'verbose_name_plural': 'requests to join',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('community', 'person'), name='communities_one_request_waits')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('facilitator', 'facilitator'), ('expert', 'expert'), ('ambassador', 'ambassador'), ('manager', 'manager'), ('member', 'member')], default='member', max_length=20, verbose_name='role')),
                ('reviews', models.BooleanField(default=False, help_text='Pages that members propose are read by the people who review.', verbose_name='reviews pages')),
                ('joined_at', models.DateTimeField(auto_now_add=True, verbose_name='member since')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='communities.communitypage', verbose_name='community')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'membership',
                'verbose_name_plural': 'memberships',
                'indexes': [models.Index(fields=['person', 'role'], name='communities_membership_person')],
                'constraints': [models.UniqueConstraint(fields=('community', 'person'), name='communities_membership_once'), models.CheckConstraint(condition=models.Q(('role__in', ['facilitator', 'expert', 'ambassador', 'manager', 'member'])), name='communities_membership_role')],
            },
        ),
        migrations.CreateModel(
            name='PinnedPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pinned_at', models.DateTimeField(auto_now_add=True)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pinned_pages', to='communities.communitypage')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('pinned_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'pinned page',
                'verbose_name_plural': 'pinned pages',
                'ordering': ['pinned_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('community', 'page'), name='communities_pinned_once')],
            },
        ),
    ]
