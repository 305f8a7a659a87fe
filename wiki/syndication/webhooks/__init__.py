"""New digests, told in the channels where a community talks: Teams, Slack, Mattermost."""
