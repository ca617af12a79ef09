"""The way to web addresses: guarded, limited, one connector for everything that is fetched."""
