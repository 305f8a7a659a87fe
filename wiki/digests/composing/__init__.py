"""Making a digest: what is proposed, how it is arranged, who approves it, when it leaves."""
