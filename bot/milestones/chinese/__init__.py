"""The rules of Chinese: a text in Chinese to statements of steps."""
