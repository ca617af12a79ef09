"""Slack, behind the port `adapters.chat.Chat`."""
