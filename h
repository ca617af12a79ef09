HTTP/1.1 200 OK
Cache-Control: private, no-cache
X-Robots-Tag: noindex, nofollow, noarchive
Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
ETag: "8bbc762ba4befb33646da557"
Content-Disposition: attachment; filename="xiaomi.atom"
Content-Type: application/atom+xml; charset=utf-8
Content-Length: 3404
Date: Thu, 26 Nov 2026 12:37:14 GMT
Server: evwatch
X-Content-Type-Options: nosniff
X-Frame-Options: DENY
Referrer-Policy: no-referrer
Cross-Origin-Opener-Policy: same-origin
Cross-Origin-Resource-Policy: same-origin
Permissions-Policy: camera=(), geolocation=(), microphone=()

