"""How to reach the outside: web addresses and chat platforms."""
