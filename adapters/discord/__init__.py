"""Discord, behind `adapters.chat.Chat`: discord.py underneath, and nothing of it outside."""
